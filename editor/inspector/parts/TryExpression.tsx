import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../runtime/contract/index.ts';
import { evaluateExpression, ExpressionError } from '../../../runtime/engine/index.ts';
import { useForm } from '../form.ts';
import { namesIn, sampleBody, sampleData, useSamples } from './samples.ts';
import { SampleFields } from './SampleFields.tsx';
import css from './Try.module.css';

/** Where the sample of a webhook's body is kept among the others. */
const bodySample = '{body}';

type Outcome = { value: Json | undefined } | { problem: string };

/** What an expression yields for sample values, as they are typed. */
export function TryExpression({ source }: { source: string }) {
  const { t } = useTranslation();
  const { samples, set } = useSamples();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { scope } = useForm();
  const names = scope.ofBody ? [] : namesIn(source);
  const body = samples[bodySample] ?? '';
  const data = JSON.stringify(scope.ofBody ? (sampleBody(body) ?? {}) : sampleData(names, samples));
  useEffect(() => {
    let current = true;
    const world = { now: new Date().toISOString(), random: Math.random };
    evaluateExpression(source, JSON.parse(data) as { [name: string]: unknown }, world).then(
      (value) => current && setOutcome({ value }),
      (error: unknown) =>
        current && setOutcome({ problem: error instanceof ExpressionError ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, [source, data]);
  return (
    <div className={css.try}>
      {scope.ofBody ? (
        <Textarea
          autosize
          minRows={3}
          maxRows={10}
          label={t('inspector.try.body')}
          placeholder={t('inspector.try.bodyHint')}
          value={body}
          error={body.trim() !== '' && sampleBody(body) === undefined && t('inspector.try.noBody')}
          onChange={({ currentTarget }) => set(bodySample, currentTarget.value)}
        />
      ) : (
        <SampleFields names={names} />
      )}
      <div aria-live="polite">
        <p className={css.head}>{t('inspector.try.yields')}</p>
        {outcome && (
          <pre className={css.result} data-bad={'problem' in outcome || undefined}>
            {'problem' in outcome
              ? outcome.problem
              : outcome.value === undefined
                ? t('inspector.try.nothing')
                : JSON.stringify(outcome.value, null, 2)}
          </pre>
        )}
      </div>
    </div>
  );
}
