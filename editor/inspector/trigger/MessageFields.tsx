import { useTranslation } from 'react-i18next';
import type { KeywordMatch, Trigger } from '../../../runtime/contract/index.ts';
import { useForm } from '../form.ts';
import { Choice } from './Choice.tsx';
import { FormRow } from './FormRow.tsx';
import { NameOf } from './NameOf.tsx';
import { Words } from './Words.tsx';

type Of<Kind extends Trigger['kind']> = { trigger: Extract<Trigger, { kind: Kind }> };
const matches = ['is', 'starts-with', 'contains', 'pattern'] as const satisfies readonly KeywordMatch[];

export function KeywordFields({ trigger }: Of<'keyword'>) {
  const { change } = useForm();
  const { t } = useTranslation();
  const isPattern = trigger.match === 'pattern';
  return (
    <>
      <FormRow label={t('inspector.trigger.match')} path={['match']}>
        {({ id }) => (
          <Choice
            id={id}
            value={trigger.match}
            values={matches}
            labelOf={(match) => t(`inspector.trigger.matches.${match}`)}
            onChange={(match) => change(['match'], match)}
          />
        )}
      </FormRow>
      <FormRow
        label={t(isPattern ? 'inspector.trigger.patterns' : 'inspector.trigger.words')}
        path={['words']}
        hint={t(isPattern ? 'inspector.trigger.patternsHint' : 'inspector.trigger.wordsHint')}
      >
        {({ id }) => <Words id={id} path={['words']} value={trigger.words} split={isPattern ? [] : [',']} />}
      </FormRow>
      <FormRow label={t('triggers.fields.joinGroup')} path={['joinGroup']}>
        {(ids) => <NameOf {...ids} path={['joinGroup']} value={trigger.joinGroup} names="groups" required={false} />}
      </FormRow>
    </>
  );
}

export function PayloadFields({ trigger }: Of<'button-payload'>) {
  const { t } = useTranslation();
  return (
    <FormRow label={t('triggers.fields.payloads')} path={['payloads']} hint={t('triggers.fields.payloadsHint')}>
      {({ id }) => <Words id={id} path={['payloads']} value={trigger.payloads} split={[]} />}
    </FormRow>
  );
}

export function ReferralFields({ trigger }: Of<'referral'>) {
  const { t } = useTranslation();
  return (
    <FormRow label={t('triggers.fields.sources')} path={['sources']} hint={t('triggers.fields.sourcesHint')}>
      {({ id }) => (
        <Words
          id={id}
          path={['sources']}
          value={trigger.sources ?? []}
          longest={2_000}
          split={[]}
          none={t('triggers.fields.anyValue')}
        />
      )}
    </FormRow>
  );
}
