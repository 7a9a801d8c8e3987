import { Anchor, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { TemplateField } from '../parts/TemplateField.tsx';
import { readMedia } from './media.ts';
import css from './Media.module.css';

/** A file by its address. One that the workspace keeps can be opened, or replaced by an address. */
export function Media({ path, value }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const source = readMedia(value);
  if ('fileId' in source)
    return (
      <div className={css.file}>
        <Anchor href={`/api/v1/files/${encodeURIComponent(source.fileId)}`} target="_blank" rel="noreferrer" size="sm">
          {t('inspector.media.open')}
        </Anchor>
        <Button size="xs" variant="default" disabled={readOnly} onClick={() => change(path, { link: '' })}>
          {t('inspector.media.replace')}
        </Button>
      </div>
    );
  return (
    <>
      <TemplateField
        path={[...path, 'link']}
        value={source.link}
        oneLine
        placeholder={t('inspector.media.hint')}
        labels={{ 'aria-label': t('inspector.media.link') }}
      />
      <p className={css.hint}>{t('inspector.media.public')}</p>
    </>
  );
}
