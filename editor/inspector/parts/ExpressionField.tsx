import { Button, Collapse } from '@mantine/core';
import { IconAlertCircle, IconFlask } from '@tabler/icons-react';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkExpressionIn } from '../../../runtime/engine/index.ts';
import { issueText } from '../../flow/issue-text.ts';
import fieldCss from '../Field.module.css';
import { useForm, type Path } from '../form.ts';
import css from './ExpressionField.module.css';
import frame from './TemplateField.module.css';
import { TryExpression } from './TryExpression.tsx';

const ExpressionCode = lazy(() =>
  import('../code/ExpressionCode.tsx').then((module) => ({ default: module.ExpressionCode })),
);

/** A JSONata expression: completed, checked where it goes wrong, and tried with sample values. */
export function ExpressionField({ path, value, label }: { path: Path; value: unknown; label: string }) {
  const { scope, readOnly, write } = useForm();
  const { t } = useTranslation();
  const [trying, setTrying] = useState(false);
  const panel = useId();
  const source = typeof value === 'string' ? value : '';
  const problems = checkExpressionIn(source, scope).slice(0, 3);
  const broken = problems.some(({ severity }) => severity === 'error');
  return (
    <div className={css.box} data-path={path.join('/')}>
      <div className={frame.frame} data-over={broken || undefined}>
        <Suspense
          fallback={
            <div className={`${css.code} ${frame.static}`} data-loading>
              {source || '\u200b'}
            </div>
          }
        >
          <ExpressionCode value={source} onWrite={(text) => write(path, text)} {...{ scope, readOnly, label }} />
        </Suspense>
      </div>
      {problems.map((problem) => (
        <p
          key={`${problem.code} ${problem.position}`}
          className={fieldCss.issue}
          data-warning={problem.severity === 'warning' || undefined}
        >
          <IconAlertCircle stroke={1.5} />
          <span>{issueText(t, problem)}</span>
        </p>
      ))}
      <Button
        className={css.opener}
        size="xs"
        variant="subtle"
        color="gray"
        aria-expanded={trying}
        aria-controls={panel}
        leftSection={<IconFlask size={16} stroke={1.5} />}
        onClick={() => setTrying(!trying)}
      >
        {t('inspector.try.open')}
      </Button>
      <Collapse expanded={trying} id={panel} transitionDuration={0}>
        {trying && <TryExpression source={source} />}
      </Collapse>
    </div>
  );
}
