import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProviderTemplate } from '../../../runtime/contract/index.ts';
import css from './Template.module.css';
import { StatusWords } from './StatusWords.tsx';
import type { Account } from './use-templates.ts';

type Props = {
  accounts: readonly Account[];
  loading: boolean;
  failed: boolean;
  onPick(template: ProviderTemplate): void;
};

const keyOf = (channel: string, { name, language }: ProviderTemplate) => `${channel} ${name} ${language}`;

/** The templates of the connected numbers, by name, with what the provider says of each. */
export function TemplatePicker({ accounts, loading, failed, onPick }: Props) {
  const { t } = useTranslation();
  const offered = new Map(
    accounts.flatMap(({ channel, templates }) => templates.map((template) => [keyOf(channel, template), template])),
  );
  const data = accounts.map(({ channel, name, templates }) => ({
    group: name,
    items: templates.map((template) => ({
      value: keyOf(channel, template),
      label: `${template.name} · ${template.language}`,
    })),
  }));
  return (
    <>
      <Select
        aria-label={t('inspector.sentTemplate.pick')}
        placeholder={t(loading ? 'inspector.sentTemplate.loading' : 'inspector.sentTemplate.pick')}
        value={null}
        data={data}
        searchable
        limit={200}
        nothingFoundMessage={t('inspector.sentTemplate.none')}
        renderOption={({ option }) => {
          const template = offered.get(option.value);
          return (
            <span className={css.option}>
              <span>{option.label}</span>
              {template && (
                <span className={css.second}>
                  <StatusWords status={template.status} />
                </span>
              )}
            </span>
          );
        }}
        onChange={(key) => {
          const template = key === null ? undefined : offered.get(key);
          if (template) onPick(template);
        }}
      />
      {failed && <p className={css.second}>{t('inspector.sentTemplate.failed')}</p>}
    </>
  );
}
