import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Trigger } from '../../../runtime/contract/index.ts';
import { useForm } from '../form.ts';
import { VariableName } from '../widgets/VariableName.tsx';
import { changeKinds, changeOf } from './changes.ts';
import { Choice } from './Choice.tsx';
import { FormRow } from './FormRow.tsx';
import { NameOf, NamesOf } from './NameOf.tsx';

type Of<Kind extends Trigger['kind']> = { trigger: Extract<Trigger, { kind: Kind }> };

export function TicketFields({ trigger }: Of<'ticket-closed'>) {
  const { t } = useTranslation();
  return (
    <FormRow label={t('triggers.fields.queues')} path={['queues']}>
      {(ids) => <NamesOf {...ids} path={['queues']} value={trigger.queues} names="queues" />}
    </FormRow>
  );
}

export function AgentFields({ trigger }: Of<'agent'>) {
  const { readOnly, write } = useForm();
  const { t } = useTranslation();
  return (
    <FormRow label={t('triggers.fields.agentLabel')} path={['label']}>
      {({ id }) => (
        <TextInput
          id={id}
          value={trigger.label ?? ''}
          maxLength={80}
          readOnly={readOnly}
          placeholder={t('triggers.fields.agentLabelPlaceholder')}
          onChange={({ currentTarget: { value } }) => write(['label'], value === '' ? undefined : value)}
        />
      )}
    </FormRow>
  );
}

export function ChangeFields({ trigger: { change: wanted } }: Of<'contact-changed'>) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  return (
    <>
      <FormRow label={t('triggers.fields.what')} path={['change', 'what']}>
        {({ id }) => (
          <Choice
            id={id}
            value={wanted.what}
            values={changeKinds}
            labelOf={(what) => t(`triggers.fields.whats.${what}`)}
            onChange={(what) =>
              change(
                ['change'],
                changeOf(what, wanted, { group: t('triggers.first.group'), field: t('triggers.first.field') }),
              )
            }
          />
        )}
      </FormRow>
      {wanted.what === 'field' && (
        <>
          <FormRow label={t('triggers.fields.changedField')} path={['change', 'field']}>
            {(ids) => (
              <VariableName
                {...ids}
                path={['change', 'field']}
                value={wanted.field}
                field={{ key: 'change.field', widget: 'variable-name', names: 'fields' }}
                shape={{ required: true, maxLength: 64 }}
              />
            )}
          </FormRow>
          <FormRow label={t('triggers.fields.changedTo')} path={['change', 'to']}>
            {({ id }) => (
              <TextInput
                id={id}
                value={
                  wanted.to === undefined ? '' : typeof wanted.to === 'string' ? wanted.to : JSON.stringify(wanted.to)
                }
                readOnly={readOnly}
                placeholder={t('triggers.fields.anyValue')}
                onChange={({ currentTarget: { value } }) => write(['change', 'to'], value === '' ? undefined : value)}
              />
            )}
          </FormRow>
        </>
      )}
      {'group' in wanted && (
        <FormRow label={t('triggers.fields.group')} path={['change', 'group']}>
          {(ids) => <NameOf {...ids} path={['change', 'group']} value={wanted.group} names="groups" />}
        </FormRow>
      )}
      {'label' in wanted && (
        <FormRow label={t('triggers.fields.label')} path={['change', 'label']}>
          {(ids) => <NameOf {...ids} path={['change', 'label']} value={wanted.label} names="labels" />}
        </FormRow>
      )}
    </>
  );
}
