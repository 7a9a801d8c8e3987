import { Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TemplateSnapshot } from '../../../runtime/nodes/send-template/schema.ts';
import { useForm } from '../form.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { typed, type Typed } from './picking.ts';
import css from './Template.module.css';

const categories = ['utility', 'marketing', 'authentication'] as const;
const headers = ['none', 'text', 'image', 'video', 'document', 'location'] as const;
const buttonKinds = ['quick-reply', 'url', 'phone', 'copy-code', 'form', 'catalogue'] as const;

/** A template as it is typed where the provider cannot be asked. It must be what the provider approved, word by word. */
export function HandForm({ template, onWrite }: { template: TemplateSnapshot; onWrite(next: TemplateSnapshot): void }) {
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const { header, body, footer = '', buttons = [] } = template.components;
  const write = (change: Typed) => onWrite(typed(template, change));
  const words = (name: string) => t(`inspector.sentTemplate.hand.${name}`);
  const setButton = (index: number, change: Partial<NonNullable<Typed['buttons']>[number]>) =>
    write({ buttons: buttons.map((button, at) => (at === index ? { ...button, ...change } : button)) });
  return (
    <div className={css.box}>
      <TextInput
        label={words('name')}
        value={template.name}
        maxLength={512}
        readOnly={readOnly}
        onChange={({ currentTarget }) => write({ name: currentTarget.value })}
      />
      <div className={css.pair}>
        <TextInput
          label={words('language')}
          value={template.language}
          maxLength={20}
          readOnly={readOnly}
          onChange={({ currentTarget }) => write({ language: currentTarget.value })}
        />
        <Select
          label={words('category')}
          value={template.category}
          readOnly={readOnly}
          data={categories.map((value) => ({ value, label: t(`inspector.sentTemplate.categories.${value}`) }))}
          onChange={(value) => value !== null && write({ category: value })}
        />
      </div>
      <Select
        label={words('header')}
        value={header?.format ?? 'none'}
        readOnly={readOnly}
        data={headers.map((value) => ({ value, label: t(`inspector.sentTemplate.headers.${value}`) }))}
        onChange={(value) => value !== null && write({ header: value })}
      />
      {header?.format === 'text' && (
        <TextInput
          label={words('headerText')}
          value={header.text ?? ''}
          maxLength={200}
          readOnly={readOnly}
          onChange={({ currentTarget }) => write({ headerText: currentTarget.value })}
        />
      )}
      <Textarea
        label={words('body')}
        description={t('inspector.sentTemplate.hand.bodyHint', { place: '{{1}}' })}
        autosize
        minRows={3}
        maxRows={10}
        value={body?.text ?? ''}
        maxLength={4_096}
        readOnly={readOnly}
        onChange={({ currentTarget }) => write({ body: currentTarget.value })}
      />
      <TextInput
        label={words('footer')}
        value={footer}
        maxLength={200}
        readOnly={readOnly}
        onChange={({ currentTarget }) => write({ footer: currentTarget.value })}
      />
      <div className={css.group}>
        <span className={css.label}>{words('buttons')}</span>
        <ItemList
          items={buttons}
          keyOf={(_button, index) => String(index)}
          nameOf={({ title }, index) => title || t('inspector.choices.name', { place: index + 1 })}
          onRemove={(index) => write({ buttons: buttons.toSpliced(index, 1) })}
          addLabel={t('inspector.choices.add')}
          onAdd={() => write({ buttons: [...buttons, { kind: 'quick-reply', title: '' }] })}
          full={buttons.length >= 10}
          head={(button, index) => (
            <Select
              aria-label={t('inspector.sentTemplate.hand.kind', { place: index + 1 })}
              value={button.kind}
              readOnly={readOnly}
              data={buttonKinds.map((value) => ({ value, label: t(`inspector.sentTemplate.buttons.${value}`) }))}
              onChange={(kind) => kind !== null && setButton(index, { kind })}
            />
          )}
        >
          {(button, index) => (
            <>
              <TextInput
                aria-label={t('inspector.choices.name', { place: index + 1 })}
                placeholder={t('inspector.choices.name', { place: index + 1 })}
                value={button.title}
                maxLength={100}
                readOnly={readOnly}
                onChange={({ currentTarget }) => setButton(index, { title: currentTarget.value })}
              />
              {button.kind === 'url' && (
                <TextInput
                  aria-label={t('inspector.sentTemplate.hand.url', { place: index + 1 })}
                  placeholder={t('inspector.media.hint')}
                  value={button.url ?? ''}
                  maxLength={2_000}
                  readOnly={readOnly}
                  onChange={({ currentTarget }) => setButton(index, { url: currentTarget.value })}
                />
              )}
            </>
          )}
        </ItemList>
      </div>
    </div>
  );
}
