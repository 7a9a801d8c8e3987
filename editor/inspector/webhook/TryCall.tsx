import { Button, Collapse } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconFlask, IconSend } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HttpOutcome } from '../../../runtime/contract/index.ts';
import { ExpressionError } from '../../../runtime/engine/index.ts';
import { useFlow } from '../../flow/store.ts';
import { callForReal } from '../../simulator/real-calls.ts';
import { Status } from '../../ui/Status.tsx';
import { figure } from '../figures.ts';
import { useForm } from '../form.ts';
import { sampleData, useSamples } from '../parts/samples.ts';
import { SampleFields } from '../parts/SampleFields.tsx';
import css from '../parts/Try.module.css';
import { JsonTree } from './JsonTree.tsx';
import { namesInCall, readCall, sampleRequest } from './sample-call.ts';

type Props = {
  /** Paths that are kept already. */
  kept: readonly string[];
  onKeep(steps: readonly (string | number)[]): void;
};

/** Makes the card's call with sample values and shows what comes back; a click on a value keeps it. */
export function TryCall({ kept, onKeep }: Props) {
  const { whole, readOnly } = useForm();
  const { t } = useTranslation();
  const flowId = useFlow(({ flow }) => flow?.id);
  const samples = useSamples((state) => state.samples);
  const [open, setOpen] = useState(false);
  const [calling, setCalling] = useState(false);
  const [outcome, setOutcome] = useState<HttpOutcome | { problem: string } | null>(null);
  const panel = useId();
  const config = readCall(whole);
  const names = namesInCall(config);

  const make = async () => {
    if (flowId === undefined) return;
    setCalling(true);
    setOutcome(null);
    try {
      const request = await sampleRequest(config, sampleData(names, samples));
      setOutcome('problem' in request ? request : await callForReal(flowId, request));
    } catch (error) {
      setOutcome({ problem: error instanceof ExpressionError ? error.code : 'http.failed' });
    } finally {
      setCalling(false);
    }
  };

  return (
    <>
      <Button
        className={css.opener}
        size="xs"
        variant="default"
        aria-expanded={open}
        aria-controls={panel}
        leftSection={<IconFlask size={16} stroke={1.5} />}
        onClick={() => setOpen(!open)}
      >
        {t('inspector.call.open')}
      </Button>
      <Collapse expanded={open} id={panel} transitionDuration={0}>
        <div className={css.try}>
          <p className={css.head}>{t('inspector.call.real')}</p>
          <SampleFields names={names} />
          <Button
            className={css.opener}
            size="xs"
            loading={calling}
            disabled={readOnly || config.url.trim() === ''}
            leftSection={<IconSend size={16} stroke={1.5} />}
            onClick={() => void make()}
          >
            {t('inspector.call.make')}
          </Button>
          <div aria-live="polite">
            {outcome && 'problem' in outcome && <Refused code={outcome.problem} />}
            {outcome && 'ok' in outcome && !outcome.ok && (
              <Refused code={outcome.code === 'http.refused' ? outcome.message : outcome.code} />
            )}
            {outcome && 'ok' in outcome && outcome.ok && (
              <>
                <p className={css.row}>
                  <Status
                    tone={outcome.status < 400 ? 'good' : 'bad'}
                    icon={outcome.status < 400 ? IconCheck : IconAlertCircle}
                  >
                    {outcome.status}
                  </Status>
                  <span className={css.head}>{t('inspector.call.took', { ms: figure(outcome.durationMs) })}</span>
                </p>
                <p className={css.head}>{t('inspector.call.keep')}</p>
                <JsonTree name="body" value={outcome.body} steps={['body']} kept={kept} onKeep={onKeep} open />
                <JsonTree name="status" value={outcome.status} steps={['status']} kept={kept} onKeep={onKeep} />
                <JsonTree name="headers" value={outcome.headers} steps={['headers']} kept={kept} onKeep={onKeep} />
              </>
            )}
          </div>
        </div>
      </Collapse>
    </>
  );
}

/** A problem of the server, or a failure as a conversation would meet it. */
function Refused({ code }: { code: string }) {
  const { t } = useTranslation();
  const words = t(`failures.${code}`, { defaultValue: t(`problems.${code}`, { defaultValue: code }) });
  return (
    <p className={css.result} data-bad>
      {words}
    </p>
  );
}
