import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowBundle } from '../../runtime/contract/index.ts';
import { call } from '../client/http.ts';
import { problemText } from '../ui/problem-text.ts';
import { flowsChanged } from './actions.ts';
import styles from './ImportDialog.module.css';

type Props = { bundle: FlowBundle; onDone: () => void; onCancel: () => void };

/** What a flow brings along: what will be made, what is here already, and what must be seen to by hand; then takes it in. */
export function BundleChoice({ bundle, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState('');
  const plan = useQuery({
    queryKey: ['flows', 'import', bundle],
    queryFn: ({ signal }) => call('POST /flows/import', { body: { bundle, dryRun: true }, signal }),
    staleTime: 0,
    retry: false,
  });
  const take = async () => {
    setSaving(true);
    try {
      const { flowId } = await call('POST /flows/import', { body: { bundle } });
      void flowsChanged(flowId);
      onDone();
    } catch (error) {
      setProblem(problemText(t, error));
    }
    setSaving(false);
  };
  return (
    <>
      {(['created', 'matched', 'missed'] as const).map((what) => {
        const items = plan.data?.[what] ?? [];
        return (
          items.length > 0 && (
            <section key={what}>
              <p className={styles.question}>{t(`flows.import.bundle.${what}`, { count: items.length })}</p>
              <ul className={styles.issues}>
                {items.map(({ kind, id }) => (
                  <li key={`${kind} ${id}`}>{t(`flows.import.bundle.kind.${kind}`, { id })}</li>
                ))}
              </ul>
            </section>
          )
        );
      })}
      {(problem !== '' || plan.isError) && (
        <p className={styles.problem} role="alert">
          {problem || problemText(t, plan.error)}
        </p>
      )}
      <div className={styles.actions}>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button loading={saving || plan.isPending} disabled={plan.isError} onClick={() => void take()}>
          {t('flows.import.take')}
        </Button>
      </div>
    </>
  );
}
