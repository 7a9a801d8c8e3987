import { Button } from '@mantine/core';
import { IconEar, IconEarOff, IconPhone } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asId, type FlowId, type Trigger } from '../../../runtime/contract/index.ts';
import { call } from '../../client/http.ts';
import { useMay } from '../../client/me.ts';
import { problemText } from '../../ui/problem-text.ts';
import fieldCss from '../Field.module.css';
import { useForm } from '../form.ts';
import css from '../Inspector.module.css';
import sampleCss from './HookSample.module.css';
import { phonePlaces, withVariable } from './hook-sample.ts';
import { JsonTree } from './JsonTree.tsx';

type Webhook = Extract<Trigger, { kind: 'webhook' }>;
/** How often it is asked whether the call has come. */
const askEveryMs = 2_000;

/** A real call of the other system, kept with the trigger; a tap on a value keeps it in a variable. */
export function HookSample({ trigger, flowId }: { trigger: Webhook; flowId: string }) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const { sample, variables = {} } = trigger;
  const listening = useListening(flowId, trigger.id, (body) => change(['sample'], body));
  return (
    <div className={sampleCss.box}>
      {sample === undefined ? (
        <p className={css.hint}>{t('triggers.sample.none')}</p>
      ) : (
        <>
          <p className={css.hint}>{t('triggers.sample.kept')}</p>
          <div className={sampleCss.tree}>
            <JsonTree
              name={t('triggers.sample.body')}
              value={sample}
              steps={['body']}
              kept={Object.values(variables)}
              onKeep={(steps) => change(['variables'], withVariable(variables, steps))}
              open
            />
          </div>
          {phonePlaces(sample)
            .filter((place) => place !== trigger.contact)
            .map((place) => (
              <Button
                key={place}
                className={sampleCss.place}
                size="xs"
                variant="default"
                disabled={readOnly}
                leftSection={<IconPhone size={16} stroke={1.5} />}
                onClick={() => change(['contact'], place)}
              >
                {`${t('triggers.sample.asContact')}: ${place}`}
              </Button>
            ))}
        </>
      )}
      <div className={sampleCss.actions}>
        <Listen {...listening} />
        {sample !== undefined && !readOnly && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => change(['sample'], undefined)}>
            {t('triggers.sample.forget')}
          </Button>
        )}
      </div>
    </div>
  );
}

type Listening = ReturnType<typeof useListening>;

function Listen({ until, outcome, begin, stop }: Listening) {
  const { readOnly } = useForm();
  const { t, i18n } = useTranslation();
  const may = useMay('flows.edit');
  if (!may || readOnly) return null;
  return (
    <>
      {until === null ? (
        <Button
          size="xs"
          variant="default"
          loading={begin.isPending}
          leftSection={<IconEar size={16} stroke={1.5} />}
          onClick={() => begin.mutate()}
        >
          {t('triggers.sample.listen')}
        </Button>
      ) : (
        <Button size="xs" variant="default" leftSection={<IconEarOff size={16} stroke={1.5} />} onClick={stop}>
          {t('triggers.sample.stop')}
        </Button>
      )}
      <p className={sampleCss.state} aria-live="polite">
        {until !== null &&
          t('triggers.sample.listening', {
            time: new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(until),
          })}
        {until === null && outcome !== null && t(`triggers.sample.${outcome}`)}
      </p>
      {begin.error && <p className={fieldCss.issue}>{problemText(t, begin.error)}</p>}
    </>
  );
}

/** Waits for a call until its time is over; `heard` is told of its body once. */
function useListening(flowId: string, triggerId: string, heard: (body: unknown) => void) {
  const params = { flowId: asId<FlowId>(flowId), triggerId };
  const [until, setUntil] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<'tooLarge' | 'missed' | null>(null);
  const begin = useMutation({
    mutationFn: () => call('POST /flows/:flowId/triggers/:triggerId/sample', { params }),
    onSuccess({ listeningUntil }) {
      setOutcome(null);
      setUntil(listeningUntil === null ? null : Date.parse(listeningUntil));
    },
  });
  const { data } = useQuery({
    queryKey: ['trigger-sample', flowId, triggerId, until],
    queryFn: ({ signal }) => call('GET /flows/:flowId/triggers/:triggerId/sample', { params, signal }),
    enabled: until !== null,
    refetchInterval: askEveryMs,
  });
  useEffect(() => {
    if (until === null || !data || data.listeningUntil !== null) return;
    setUntil(null);
    setOutcome(data.at === undefined ? 'missed' : data.tooLarge ? 'tooLarge' : null);
    if (data.body !== undefined) heard(data.body);
    // What is done with it is the newest way of doing so, not a reason to do it again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [data, until]);
  return { until, outcome, begin, stop: () => setUntil(null) };
}
