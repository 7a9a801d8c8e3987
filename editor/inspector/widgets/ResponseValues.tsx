import { TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { NameField } from '../parts/NameField.tsx';
import { TryCall } from '../webhook/TryCall.tsx';
import { freeName } from './assignments.ts';
import { isResponsePath, readResponseValues, withResponseValue } from './response-values.ts';
import css from './ResponseValues.module.css';

/** Which parts of the answer are kept, and a try of the call, whose answer shows what there is to keep. */
export function ResponseValues({ path, value }: WidgetProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const items = readResponseValues(value);
  return (
    <>
      <ItemList
        items={items}
        keyOf={(_item, index) => String(index)}
        nameOf={({ name }) => name}
        onRemove={(index) => change(path, items.length === 1 ? undefined : items.toSpliced(index, 1))}
        addLabel={t('inspector.response.add')}
        onAdd={() => {
          const name = freeName(
            t('inspector.assignments.newName'),
            items.map((item) => item.name),
          );
          change(path, [...items, { name, path: 'body' }]);
        }}
      >
        {(item, index) => (
          <>
            <div className={css.row}>
              <TextInput
                className={css.path}
                data-path={[...path, index, 'path'].join('/')}
                aria-label={t('inspector.response.path', { place: index + 1 })}
                value={item.path}
                maxLength={500}
                readOnly={readOnly}
                error={!isResponsePath(item.path) && t('inspector.response.pathForm')}
                onChange={({ currentTarget }) => write([...path, index, 'path'], currentTarget.value.trim())}
              />
              <IconArrowRight className={css.into} size={16} stroke={1.5} aria-hidden />
              <NameField
                className={css.path}
                path={[...path, index, 'name']}
                value={item.name}
                from="variables"
                label={t('inspector.response.name', { place: index + 1 })}
              />
            </div>
            <PartIssues path={[...path, index]} />
          </>
        )}
      </ItemList>
      <TryCall
        kept={items.map((item) => item.path)}
        onKeep={(steps) => change(path, withResponseValue(items, steps))}
      />
    </>
  );
}
