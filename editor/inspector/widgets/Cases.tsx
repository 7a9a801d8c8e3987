import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { ExpressionField } from '../parts/ExpressionField.tsx';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { newCase, readCases } from './cases.ts';

/** Named conditions, from top to bottom. */
export function Cases({ path, value }: WidgetProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const cases = readCases(value);
  return (
    <ItemList
      items={cases}
      keyOf={({ id }) => id}
      nameOf={({ label }, index) => label || t('inspector.cases.name', { place: index + 1 })}
      onMove={(from, to) => change(path, moved(cases, from, to))}
      onRemove={(index) => change(path, cases.toSpliced(index, 1))}
      addLabel={t('inspector.cases.add')}
      onAdd={() => change(path, [...cases, newCase()])}
    >
      {({ label, expression }, index) => (
        <>
          <TextInput
            data-path={[...path, index, 'label'].join('/')}
            aria-label={t('inspector.cases.name', { place: index + 1 })}
            placeholder={t('inspector.cases.label')}
            value={label}
            maxLength={80}
            readOnly={readOnly}
            onChange={({ currentTarget }) => write([...path, index, 'label'], currentTarget.value)}
          />
          <ExpressionField
            path={[...path, index, 'expression']}
            value={expression}
            label={t('inspector.cases.condition', { place: index + 1 })}
          />
          <PartIssues path={[...path, index, 'label']} />
        </>
      )}
    </ItemList>
  );
}
