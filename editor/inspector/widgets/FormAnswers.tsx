import { TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { NameField } from '../parts/NameField.tsx';
import { freeName } from './assignments.ts';
import { readAnswers } from './form-data.ts';
import css from './ResponseValues.module.css';

/** Which answers of a form go into which variables. */
export function FormAnswers({ path, value }: WidgetProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const answers = readAnswers(value);
  return (
    <ItemList
      items={answers}
      keyOf={(_answer, index) => String(index)}
      nameOf={({ name }) => name}
      onRemove={(index) => change(path, answers.length === 1 ? undefined : answers.toSpliced(index, 1))}
      addLabel={t('inspector.formAnswers.add')}
      onAdd={() => {
        const name = freeName(
          t('inspector.assignments.newName'),
          answers.map((answer) => answer.name),
        );
        change(path, [...answers, { name, field: name }]);
      }}
    >
      {(answer, index) => (
        <>
          <div className={css.row}>
            <TextInput
              className={css.path}
              data-path={[...path, index, 'field'].join('/')}
              aria-label={t('inspector.formAnswers.field', { place: index + 1 })}
              value={answer.field}
              maxLength={200}
              readOnly={readOnly}
              onChange={({ currentTarget }) => write([...path, index, 'field'], currentTarget.value)}
            />
            <IconArrowRight className={css.into} size={16} stroke={1.5} aria-hidden />
            <NameField
              className={css.path}
              path={[...path, index, 'name']}
              value={answer.name}
              from="variables"
              label={t('inspector.response.name', { place: index + 1 })}
            />
          </div>
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}
