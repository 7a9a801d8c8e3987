import { Collapse, MultiSelect, NumberInput, Switch, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trigger } from '../../../runtime/contract/index.ts';
import { interrupts, restarts } from '../../../runtime/engine/index.ts';
import { call } from '../../client/http.ts';
import { useForm } from '../form.ts';
import { conditionsOf } from '../trigger-kinds.ts';
import { Hours } from '../widgets/Hours.tsx';
import { Choice } from './Choice.tsx';
import css from './Conditions.module.css';
import { FormRow } from './FormRow.tsx';
import { NamesOf } from './NameOf.tsx';

/** For whom and when a trigger holds; folded while it holds for everybody at any time. */
export function Conditions({ trigger }: { trigger: Trigger }) {
  const { t } = useTranslation();
  const count = conditionsOf(trigger);
  const [open, setOpen] = useState(count > 0);
  const panel = useId();
  return (
    <section className={css.fold}>
      <UnstyledButton className={css.opener} aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={16} stroke={1.5} /> : <IconChevronRight size={16} stroke={1.5} />}
        <span>{t('triggers.limits.title')}</span>
        {count > 0 && <small>{t('triggers.limits.set', { count })}</small>}
      </UnstyledButton>
      <Collapse expanded={open} id={panel} transitionDuration={0}>
        <div className={css.inner}>
          {open && (
            <>
              <Channels trigger={trigger} />
              <Groups trigger={trigger} />
              <HoursOf trigger={trigger} />
              <HowOften trigger={trigger} />
              <Priority trigger={trigger} />
            </>
          )}
        </div>
      </Collapse>
    </section>
  );
}

type Props = { trigger: Trigger };

function Channels({ trigger }: Props) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const { data: channels } = useQuery({ queryKey: ['channels'], queryFn: () => call('GET /channels', {}) });
  const known = channels?.items ?? [];
  const chosen = trigger.channels ?? [];
  return (
    <FormRow label={t('inspector.trigger.channels')} path={['channels']}>
      {({ id }) => (
        <MultiSelect
          id={id}
          value={chosen}
          readOnly={readOnly}
          placeholder={chosen.length === 0 ? t('inspector.trigger.allChannels') : ''}
          data={[
            ...known.map((channel) => ({ value: String(channel.id), label: channel.name })),
            ...chosen
              .filter((own) => !known.some((channel) => channel.id === own))
              .map((own) => ({ value: own, label: own })),
          ]}
          onChange={(next) => change(['channels'], next.length === 0 ? undefined : next)}
        />
      )}
    </FormRow>
  );
}

function Groups({ trigger: { groups } }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <FormRow label={t('triggers.limits.only')} path={['groups', 'only']}>
        {(ids) => <NamesOf {...ids} path={['groups', 'only']} value={groups?.only} names="groups" />}
      </FormRow>
      <FormRow label={t('triggers.limits.never')} path={['groups', 'never']}>
        {(ids) => <NamesOf {...ids} path={['groups', 'never']} value={groups?.never} names="groups" />}
      </FormRow>
    </>
  );
}

const workweek = { monday: [{ from: '09:00', to: '18:00' }] };

function HoursOf({ trigger: { hours } }: Props) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  return (
    <FormRow label={t('triggers.limits.hours')} path={['hours']} group>
      {({ id, labelId }) => (
        <>
          <Switch
            label={t('triggers.limits.hoursOn')}
            checked={hours !== undefined}
            disabled={readOnly}
            onChange={({ currentTarget: { checked } }) => change(['hours'], checked ? { weekly: workweek } : undefined)}
          />
          {hours && (
            <Hours
              {...{ id, labelId }}
              path={['hours']}
              value={hours}
              field={{ key: 'hours', widget: 'hours' }}
              shape={{ required: false }}
            />
          )}
        </>
      )}
    </FormRow>
  );
}

const often = ['always', 'ever', 'hours'] as const;

function HowOften({ trigger: { once } }: Props) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const value = once === undefined ? 'always' : once === 'ever' ? 'ever' : 'hours';
  return (
    <>
      <FormRow label={t('triggers.limits.once')} path={['once']}>
        {({ id }) => (
          <Choice
            id={id}
            value={value}
            values={often}
            labelOf={(one) => t(`triggers.limits.onces.${one}`)}
            onChange={(one) => change(['once'], one === 'always' ? undefined : one === 'ever' ? 'ever' : { hours: 24 })}
          />
        )}
      </FormRow>
      {typeof once === 'object' && (
        <FormRow label={t('triggers.limits.onceHours')} path={['once', 'hours']}>
          {({ id }) => (
            <NumberInput
              id={id}
              value={once.hours}
              min={1}
              max={8_784}
              allowDecimal={false}
              clampBehavior="strict"
              readOnly={readOnly}
              onChange={(hours) => typeof hours === 'number' && hours >= 1 && write(['once', 'hours'], hours)}
            />
          )}
        </FormRow>
      )}
    </>
  );
}

function Priority({ trigger: { priority } }: Props) {
  const { readOnly, write } = useForm();
  const { t } = useTranslation();
  return (
    <FormRow label={t('triggers.limits.priority')} path={['priority']} hint={t('triggers.limits.priorityHint')}>
      {({ id }) => (
        <NumberInput
          id={id}
          value={priority ?? ''}
          placeholder="0"
          min={-100}
          max={100}
          allowDecimal={false}
          clampBehavior="strict"
          readOnly={readOnly}
          onChange={(next) => write(['priority'], typeof next === 'number' && next !== 0 ? next : undefined)}
        />
      )}
    </FormRow>
  );
}

const agains = ['restart', 'keep'] as const;
const others = ['interrupt', 'keep'] as const;

/** What becomes of contacts who are in a flow already. Kinds that take only what nobody else wants never disturb one. */
export function Running({ trigger }: Props) {
  const { change } = useForm();
  const { t } = useTranslation();
  if (trigger.kind === 'unhandled') return null;
  const mayRestart = restarts({ kind: trigger.kind, again: 'restart' });
  const usual = interrupts({ kind: trigger.kind, other: undefined });
  return (
    <section className={css.fold}>
      <h3 className={css.title}>{t('triggers.running.title')}</h3>
      {mayRestart && (
        <FormRow label={t('triggers.running.again')} path={['again']}>
          {({ id }) => (
            <Choice
              id={id}
              value={trigger.again ?? 'restart'}
              values={agains}
              labelOf={(one) => t(`triggers.running.agains.${one}`)}
              onChange={(one) => change(['again'], one === 'restart' ? undefined : one)}
            />
          )}
        </FormRow>
      )}
      <FormRow label={t('triggers.running.other')} path={['other']}>
        {({ id }) => (
          <Choice
            id={id}
            value={interrupts(trigger) ? 'interrupt' : 'keep'}
            values={others}
            labelOf={(one) => t(`triggers.running.others.${one}`)}
            onChange={(one) => change(['other'], (one === 'interrupt') === usual ? undefined : one)}
          />
        )}
      </FormRow>
    </section>
  );
}
