import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import type { Listed } from '../scope.ts';
import { freeName, readAssignments } from '../widgets/assignments.ts';
import { ItemList } from './ItemList.tsx';
import { moved } from './lists.ts';
import { NameField } from './NameField.tsx';
import { SourceField } from './SourceField.tsx';

/** Names and the values they get. */
export function AssignmentList({ path, value, from }: Pick<WidgetProps, 'path' | 'value'> & { from: Listed }) {
  const { change } = useForm();
  const { t } = useTranslation();
  const assignments = readAssignments(value);
  return (
    <ItemList
      items={assignments}
      keyOf={(_assignment, index) => String(index)}
      nameOf={({ name }) => name}
      onMove={(from_, to) => change(path, moved(assignments, from_, to))}
      onRemove={(index) => change(path, assignments.toSpliced(index, 1))}
      addLabel={t(`inspector.assignments.add.${from}`)}
      onAdd={() => {
        const name = freeName(
          t('inspector.assignments.newName'),
          assignments.map((assignment) => assignment.name),
        );
        change(path, [...assignments, { name, text: '' }]);
      }}
    >
      {(assignment, index) => (
        <>
          <NameField
            path={[...path, index, 'name']}
            value={assignment.name}
            from={from}
            label={t('inspector.assignments.name', { place: index + 1 })}
          />
          <SourceField
            path={[...path, index]}
            value={assignment}
            beside={{ name: assignment.name }}
            label={t('inspector.assignments.value', { name: assignment.name })}
          />
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}
