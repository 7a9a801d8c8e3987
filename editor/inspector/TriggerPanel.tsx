import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow, Trigger } from '../../runtime/contract/index.ts';
import { removeTrigger } from '../flow/commands.ts';
import { useFlow } from '../flow/store.ts';
import { Close } from './CardPanel.tsx';
import { elementForm } from './element-form.ts';
import { FormProvider, type Form } from './form.ts';
import css from './Inspector.module.css';
import { issuesUnder } from './issues.ts';
import { Notices } from './Notices.tsx';
import { PanelBody } from './PanelBody.tsx';
import { bodyScope } from './scope.ts';
import { takeAway } from './take-away.ts';
import { TriggerForm } from './TriggerForm.tsx';
import { triggerIcons } from './TriggerIcon.tsx';

/** A trigger: what starts the flow, where and on which channels. */
export function TriggerPanel({ trigger, flow }: { trigger: Trigger; flow: Flow }) {
  const { t } = useTranslation();
  const all = useFlow((state) => state.issues);
  const readOnly = useFlow((state) => state.readOnly);
  const index = flow.triggers.indexOf(trigger);
  const issues = useMemo(() => issuesUnder(all, `/triggers/${index}`), [all, index]);
  const form = useMemo(
    (): Form => ({ ...elementForm('trigger', trigger.id), whole: trigger, scope: bodyScope, issues, readOnly }),
    [trigger, issues, readOnly],
  );
  const Sign = triggerIcons[trigger.kind];
  return (
    <>
      <header className={css.head}>
        <Sign className={css.icon} aria-hidden size={18} stroke={1.5} />
        <h2 className={css.title}>{t(`inspector.trigger.kinds.${trigger.kind}`)}</h2>
        <span className={css.gap} />
        <Close />
      </header>
      <PanelBody>
        <Notices issues={issues} />
        <FormProvider value={form}>
          <TriggerForm trigger={trigger} flow={flow} />
        </FormProvider>
        <Button
          className={css.delete}
          size="xs"
          variant="subtle"
          color="red"
          disabled={readOnly}
          leftSection={<IconTrash size={16} stroke={1.5} />}
          onClick={() => takeAway(removeTrigger(flow, trigger.id), t('inspector.trigger.deleted'))}
        >
          {t('inspector.trigger.delete')}
        </Button>
      </PanelBody>
    </>
  );
}
