import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { NamedItems } from '../parts/NamedItems.tsx';
import { SourceField } from '../parts/SourceField.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { asName } from '../scope.ts';
import { readAssignments } from './assignments.ts';

/** What a form begins with, by the names that it knows. */
export function FormData({ path, value }: WidgetProps) {
  const { t } = useTranslation();
  return (
    <NamedItems
      path={path}
      items={readAssignments(value)}
      addLabel={t('inspector.formData.add')}
      fresh={(name) => ({ name, text: '' })}
    >
      {(item, index) => (
        <>
          <DataName path={[...path, index, 'name']} name={item.name} place={index + 1} />
          <SourceField
            path={[...path, index]}
            value={item}
            beside={{ name: item.name }}
            label={t('inspector.assignments.value', { name: item.name })}
          />
        </>
      )}
    </NamedItems>
  );
}

function DataName({ path, name, place }: { path: WidgetProps['path']; name: string; place: number }) {
  const { readOnly, write } = useForm();
  const { t } = useTranslation();
  const draft = useDraft(name, asName);
  return (
    <TextInput
      data-path={path.join('/')}
      aria-label={t('inspector.formData.name', { place })}
      value={draft.text}
      maxLength={64}
      readOnly={readOnly}
      onChange={({ currentTarget }) => {
        draft.setText(currentTarget.value);
        write(path, asName(currentTarget.value));
      }}
      onBlur={draft.leave}
    />
  );
}
