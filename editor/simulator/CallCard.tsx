import { shownSecrets } from '../../runtime/contract/index.ts';
import { IconWebhook } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../client/me.ts';
import { AnswerForm } from './AnswerForm.tsx';
import { firstMock, outcomeOf } from './mocks.ts';
import { callForReal } from './real-calls.ts';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';
import { useTeller } from './useTeller.ts';
import { cardName, requestText } from './words.ts';

/** A call that waits: somebody says what the other side answers, or has it asked. */
export function CallCard() {
  const { t } = useTranslation();
  const teller = useTeller();
  const call = useSimulation((state) => state.state?.call);
  const mock = useSimulation((state) => (call ? state.mocks[call.node] : undefined));
  const busy = useSimulation((state) => state.busy);
  const { answer, setMock } = useSimulation.getState();
  const mayCall = useMay('flows.edit');
  const [calling, setCalling] = useState(false);
  if (!teller || !call || busy) return null;
  const { node, request } = call;
  return (
    <section className={styles.call} aria-label={t('simulator.call.title', { card: cardName(teller, node) })}>
      <p className={styles.callTitle}>
        <IconWebhook aria-hidden />
        {t('simulator.call.title', { card: cardName(teller, node) })}
      </p>
      <code className={styles.request}>{requestText(request)}</code>
      {request.body !== undefined && request.body !== '' && (
        <code className={styles.request}>{shownSecrets(request.body)}</code>
      )}
      <AnswerForm
        key={node}
        first={mock ?? firstMock}
        mayRemember
        submit={t('simulator.call.answer')}
        also={
          mayCall && (
            <Button
              variant="default"
              size="compact-md"
              loading={calling}
              onClick={() => {
                setCalling(true);
                void callForReal(teller.flow.id, request)
                  .then(answer)
                  .finally(() => setCalling(false));
              }}
            >
              {t('simulator.call.real')}
            </Button>
          )
        }
        onSubmit={(given, remember) => {
          if (remember) setMock(node, { mode: 'example', ...given });
          answer(outcomeOf(given));
        }}
      />
    </section>
  );
}
