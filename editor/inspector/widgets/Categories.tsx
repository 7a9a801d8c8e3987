import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { mostCategories, newCategory, readCategories } from './categories.ts';

/** Ways out that a model chooses among, with what belongs to each. */
export function Categories({ path, value }: WidgetProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const categories = readCategories(value);
  return (
    <ItemList
      items={categories}
      keyOf={({ id }) => id}
      nameOf={({ label }, index) => label || t('inspector.categories.name', { place: index + 1 })}
      onMove={(from, to) => change(path, moved(categories, from, to))}
      onRemove={(index) => change(path, categories.toSpliced(index, 1))}
      addLabel={t('inspector.categories.add')}
      onAdd={() => change(path, [...categories, newCategory()])}
      full={categories.length >= mostCategories}
    >
      {({ label, examples = '' }, index) => (
        <>
          <TextInput
            data-path={[...path, index, 'label'].join('/')}
            aria-label={t('inspector.categories.name', { place: index + 1 })}
            placeholder={t('inspector.categories.label')}
            value={label}
            maxLength={80}
            readOnly={readOnly}
            onChange={({ currentTarget }) => write([...path, index, 'label'], currentTarget.value)}
          />
          <Textarea
            data-path={[...path, index, 'examples'].join('/')}
            aria-label={t('inspector.categories.examplesOf', { place: index + 1 })}
            placeholder={t('inspector.categories.examples')}
            value={examples}
            maxLength={2_000}
            autosize
            minRows={2}
            maxRows={8}
            readOnly={readOnly}
            onChange={({ currentTarget: { value: text } }) =>
              write([...path, index, 'examples'], text === '' ? undefined : text)
            }
          />
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}
