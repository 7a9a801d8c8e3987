import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow, Trigger } from '../../runtime/contract/index.ts';
import { cardOptions } from './cards.ts';
import { useForm } from './form.ts';
import css from './Inspector.module.css';
import { Conditions, Running } from './trigger/Conditions.tsx';
import { FormRow } from './trigger/FormRow.tsx';
import { KeywordFields, PayloadFields, ReferralFields } from './trigger/MessageFields.tsx';
import { AgentFields, ChangeFields, TicketFields } from './trigger/PeopleFields.tsx';
import { DateFields, ScheduleFields } from './trigger/TimeFields.tsx';
import { WebhookTrigger } from './WebhookTrigger.tsx';

/** The fields of a trigger: those of its kind, where it begins, then for whom, when, and what it interrupts. */
export function TriggerForm({ trigger, flow }: { trigger: Trigger; flow: Flow }) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  return (
    <>
      <p className={css.hint}>{t(`inspector.trigger.hints.${trigger.kind}`)}</p>
      {fieldsOf(trigger, flow)}
      <FormRow label={t('inspector.trigger.to')} path={['to']}>
        {({ id }) => (
          <Select
            id={id}
            value={trigger.to ?? null}
            readOnly={readOnly}
            searchable
            clearable={!readOnly}
            clearButtonProps={{ 'aria-label': t('common.clear') }}
            placeholder={t('inspector.trigger.atStart')}
            data={cardOptions(flow, t)}
            onChange={(to) => change(['to'], to ?? undefined)}
          />
        )}
      </FormRow>
      <Conditions key={trigger.id} trigger={trigger} />
      <Running trigger={trigger} />
    </>
  );
}

function fieldsOf(trigger: Trigger, flow: Flow): ReactNode {
  switch (trigger.kind) {
    case 'keyword':
      return <KeywordFields trigger={trigger} />;
    case 'button-payload':
      return <PayloadFields trigger={trigger} />;
    case 'referral':
      return <ReferralFields trigger={trigger} />;
    case 'schedule':
      return <ScheduleFields trigger={trigger} />;
    case 'date-field':
      return <DateFields trigger={trigger} />;
    case 'webhook':
      return <WebhookTrigger trigger={trigger} flowId={flow.id} />;
    case 'agent':
      return <AgentFields trigger={trigger} />;
    case 'ticket-closed':
      return <TicketFields trigger={trigger} />;
    case 'contact-changed':
      return <ChangeFields trigger={trigger} />;
    default:
      return null;
  }
}
