import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TemplateSnapshot } from '../../../runtime/nodes/send-template/schema.ts';
import { useForm } from '../form.ts';
import { snapshotOf, standingOf } from './picking.ts';
import { StatusWords } from './StatusWords.tsx';
import css from './Template.module.css';
import type { Account } from './use-templates.ts';

type Props = { template: TemplateSnapshot; accounts: readonly Account[]; onUpdate(now: TemplateSnapshot): void };

/** What the provider says of the card's template, where that is not as it should be. */
export function StandingNotice({ template, accounts, onUpdate }: Props) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const known =
    accounts.length > 0
      ? { templates: accounts.flatMap((each) => each.templates), more: accounts.some((each) => each.more) }
      : undefined;
  const standing = standingOf(template, known);
  if (template.name === '' || standing.kind === 'fine' || standing.kind === 'unknown') return null;
  return (
    <output className={css.notice}>
      <IconAlertTriangle aria-hidden stroke={1.5} />
      <span>
        {t(`inspector.sentTemplate.standing.${standing.kind}`)}
        {standing.kind === 'not-approved' && (
          <>
            {' '}
            <StatusWords status={standing.status} />
          </>
        )}
      </span>
      {standing.kind === 'changed' && (
        <Button size="xs" variant="default" disabled={readOnly} onClick={() => onUpdate(snapshotOf(standing.now))}>
          {t('inspector.sentTemplate.update')}
        </Button>
      )}
    </output>
  );
}
