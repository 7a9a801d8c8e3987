import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type Path } from '../form.ts';
import { readSource, turned, type Source } from '../widgets/value.ts';
import { ExpressionField } from './ExpressionField.tsx';
import css from './SourceField.module.css';
import { TemplateField } from './TemplateField.tsx';

type Props = {
  /** Of the object that holds `text` or `expression`. */
  path: Path;
  value: unknown;
  label: string;
  /** What else that object holds. */
  beside?: { [name: string]: unknown };
  oneLine?: boolean;
};

/** A value as words or as an expression; changing between the two keeps what it says. */
export function SourceField({ path, value, label, beside = {}, oneLine = false }: Props) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const source = readSource(value);
  return (
    <div className={css.source}>
      <SegmentedControl<Source['kind']>
        size="xs"
        className={css.kinds}
        value={source.kind}
        readOnly={readOnly}
        aria-label={t('inspector.source.kind', { name: label })}
        data={[
          { value: 'text', label: t('inspector.source.text') },
          { value: 'expression', label: t('inspector.source.expression') },
        ]}
        onChange={(kind) => change(path, { ...beside, ...turned(source, kind) })}
      />
      {source.kind === 'text' ? (
        <TemplateField
          path={[...path, 'text']}
          value={source.text}
          oneLine={oneLine}
          labels={{ 'aria-label': label }}
        />
      ) : (
        <ExpressionField path={[...path, 'expression']} value={source.expression} label={label} />
      )}
    </div>
  );
}
