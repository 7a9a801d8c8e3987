import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PartIssues } from './Field.tsx';
import { useForm } from './form.ts';
import css from './Inspector.module.css';
import { ItemList } from './parts/ItemList.tsx';
import { useDraft } from './parts/use-draft.ts';
import { asName } from './scope.ts';
import { initialFrom, initialText, variableTypes, withType, type Variable } from './variables.ts';
import { freeName } from './widgets/assignments.ts';

/** The variables a flow declares: name, type, and what each begins with. */
export function VariablesTable({ variables }: { variables: readonly Variable[] }) {
  const { change } = useForm();
  const { t } = useTranslation();
  return (
    <>
      {variables.length === 0 && <p className={css.hint}>{t('inspector.settings.noVariables')}</p>}
      <ItemList
        items={variables}
        keyOf={(_variable, index) => String(index)}
        nameOf={({ name }) => name}
        onRemove={(index) => change(['variables'], variables.toSpliced(index, 1))}
        addLabel={t('inspector.settings.addVariable')}
        onAdd={() => {
          const name = freeName(
            t('inspector.assignments.newName'),
            variables.map((variable) => variable.name),
          );
          change(['variables'], [...variables, { name, type: 'text' }]);
        }}
      >
        {(variable, index) => <VariableRow variable={variable} index={index} />}
      </ItemList>
    </>
  );
}

function VariableRow({ variable, index }: { variable: Variable; index: number }) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const path = ['variables', index];
  // What no expression could read is no name: the last one stays until there is another.
  const name = useDraft(variable.name, (text) => asName(text) || undefined);
  const initial = useDraft(initialText(variable), (text) => {
    const read = initialFrom(variable.type, text);
    return 'wrong' in read ? undefined : initialText({ ...variable, initial: read.value });
  });
  const wrong = 'wrong' in initialFrom(variable.type, initial.text);
  return (
    <div className={css.variable}>
      <TextInput
        aria-label={t('inspector.settings.variableName', { place: index + 1 })}
        value={name.text}
        maxLength={80}
        readOnly={readOnly}
        onBlur={name.leave}
        onChange={({ currentTarget: { value } }) => {
          name.setText(value);
          if (asName(value) !== '') write([...path, 'name'], asName(value));
        }}
      />
      <Select
        aria-label={t('inspector.settings.variableType', { name: variable.name })}
        value={variable.type}
        readOnly={readOnly}
        data={variableTypes.map((type) => ({ value: type, label: t(`inspector.settings.types.${type}`) }))}
        onChange={(type) => type !== null && change(path, withType(variable, type))}
      />
      <TextInput
        className={css.wide}
        aria-label={t('inspector.settings.variableInitial', { name: variable.name })}
        placeholder={t(`inspector.settings.initial.${variable.type}`)}
        value={initial.text}
        readOnly={readOnly}
        error={wrong && t('inspector.settings.wrongInitial')}
        onBlur={initial.leave}
        onChange={({ currentTarget: { value } }) => {
          initial.setText(value);
          const read = initialFrom(variable.type, value);
          if (!('wrong' in read)) write([...path, 'initial'], read.value);
        }}
      />
      <PartIssues path={path} />
    </div>
  );
}
