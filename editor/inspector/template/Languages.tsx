import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SendTemplateConfig } from '../../../runtime/nodes/send-template/schema.ts';
import { PartIssues } from '../Field.tsx';
import { useForm } from '../form.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { snapshotOf, withLanguage, withoutLanguage } from './picking.ts';
import css from './Template.module.css';
import type { Account } from './use-templates.ts';

type Props = {
  config: SendTemplateConfig;
  accounts: readonly Account[];
  labelId: string;
  onChange(next: SendTemplateConfig): void;
};

/** The same template in further languages, as far as the provider has them. */
export function Languages({ config, accounts, labelId, onChange }: Props) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const { template, variants = [] } = config;
  const taken = new Set([template?.language, ...variants.map(({ language }) => language)]);
  const others = new Map(
    accounts
      .flatMap(({ templates }) => templates)
      .filter(({ name, language }) => name === template?.name && !taken.has(language))
      .map((other) => [other.language, other]),
  );
  if (variants.length === 0 && others.size === 0)
    return <p className={css.second}>{t(`inspector.sentTemplate.${template ? 'noOthers' : 'first'}`)}</p>;
  return (
    <div className={css.group}>
      <ItemList
        items={variants}
        keyOf={({ id }) => id}
        nameOf={({ language }) => language}
        onRemove={(index) => onChange(withoutLanguage(config, index))}
        addLabel=""
      >
        {({ language }, index) => (
          <>
            <TextInput
              value={language}
              readOnly
              aria-label={t('inspector.sentTemplate.language', { place: index + 2 })}
            />
            <PartIssues path={['variants', index]} />
          </>
        )}
      </ItemList>
      {others.size > 0 && !readOnly && (
        <Select
          aria-labelledby={labelId}
          placeholder={t('inspector.sentTemplate.addLanguage')}
          value={null}
          data={[...others.keys()]}
          onChange={(language) => {
            const other = language === null ? undefined : others.get(language);
            if (other) onChange(withLanguage(config, snapshotOf(other)));
          }}
        />
      )}
    </div>
  );
}
