import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { limitsOf } from '../limits.ts';
import { TemplateField } from '../parts/TemplateField.tsx';
import { headerKinds, readHeader, withHeaderKind } from './header.ts';

/** What stands above a message with buttons: nothing, words, or a file. */
export function Header({ field, path, value, labelId }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const header = readHeader(value);
  const { characters } = limitsOf(field);
  return (
    <>
      <Select
        aria-labelledby={labelId}
        value={header.kind}
        readOnly={readOnly}
        data={headerKinds.map((kind) => ({
          value: kind,
          label: kind === 'none' || kind === 'text' ? t(`inspector.header.${kind}`) : t(`media.${kind}`),
        }))}
        onChange={(kind) => kind !== null && change(path, withHeaderKind(header, kind))}
      />
      {header.kind === 'text' && (
        <TemplateField
          path={[...path, 'text']}
          value={header.text}
          oneLine
          labels={{ 'aria-label': t('inspector.header.words') }}
          {...(characters !== undefined && { characters })}
        />
      )}
      {'link' in header && (
        <TemplateField
          path={[...path, 'link']}
          value={header.link}
          oneLine
          placeholder={t('inspector.media.hint')}
          labels={{ 'aria-label': t('inspector.media.link') }}
        />
      )}
    </>
  );
}
