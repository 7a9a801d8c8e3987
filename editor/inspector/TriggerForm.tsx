import { MultiSelect, Select, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow, KeywordMatch, Trigger } from '../../runtime/contract/index.ts';
import { call } from '../client/http.ts';
import { cardOptions } from './cards.ts';
import { Field } from './Field.tsx';
import { useForm } from './form.ts';
import css from './Inspector.module.css';
import { keywords } from './trigger-kinds.ts';
import { WebhookTrigger } from './WebhookTrigger.tsx';

const matches: readonly KeywordMatch[] = ['is', 'starts-with', 'contains', 'pattern'];

/** The fields of a trigger: those of its kind, then where it begins and for which channels. */
export function TriggerForm({ trigger, flow }: { trigger: Trigger; flow: Flow }) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const id = useId();
  const { data: channels } = useQuery({ queryKey: ['channels'], queryFn: () => call('GET /channels', {}) });
  const known = channels?.items ?? [];
  const chosen = trigger.channels ?? [];
  return (
    <>
      <p className={css.hint}>{t(`inspector.trigger.hints.${trigger.kind}`)}</p>
      {trigger.kind === 'keyword' && (
        <>
          <Field
            label={t('inspector.trigger.match')}
            labelId={`${id}-match-label`}
            controlId={`${id}-match`}
            path={['match']}
          >
            <Select
              id={`${id}-match`}
              value={trigger.match}
              readOnly={readOnly}
              data={matches.map((match) => ({ value: match, label: t(`inspector.trigger.matches.${match}`) }))}
              onChange={(match) => match !== null && change(['match'], match)}
            />
          </Field>
          <Field
            label={t(trigger.match === 'pattern' ? 'inspector.trigger.patterns' : 'inspector.trigger.words')}
            labelId={`${id}-words-label`}
            controlId={`${id}-words`}
            path={['words']}
          >
            <TagsInput
              id={`${id}-words`}
              value={trigger.words}
              readOnly={readOnly}
              maxTags={100}
              acceptValueOnBlur
              splitChars={trigger.match === 'pattern' ? [] : [',']}
              description={t(
                trigger.match === 'pattern' ? 'inspector.trigger.patternsHint' : 'inspector.trigger.wordsHint',
              )}
              inputWrapperOrder={['input', 'description']}
              onChange={(words) => {
                const kept = keywords(words);
                if (kept) change(['words'], kept);
              }}
            />
          </Field>
        </>
      )}
      {trigger.kind === 'webhook' && <WebhookTrigger trigger={trigger} flowId={flow.id} />}
      <Field label={t('inspector.trigger.to')} labelId={`${id}-to-label`} controlId={`${id}-to`} path={['to']}>
        <Select
          id={`${id}-to`}
          value={trigger.to ?? null}
          readOnly={readOnly}
          searchable
          clearable={!readOnly}
          clearButtonProps={{ 'aria-label': t('common.clear') }}
          placeholder={t('inspector.trigger.atStart')}
          data={cardOptions(flow, t)}
          onChange={(to) => change(['to'], to ?? undefined)}
        />
      </Field>
      <Field
        label={t('inspector.trigger.channels')}
        labelId={`${id}-channels-label`}
        controlId={`${id}-channels`}
        path={['channels']}
      >
        <MultiSelect
          id={`${id}-channels`}
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
      </Field>
    </>
  );
}
