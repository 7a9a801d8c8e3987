import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import type { Listed } from '../scope.ts';
import { readAssignments } from '../widgets/assignments.ts';
import { moved } from './lists.ts';
import { NamedItems } from './NamedItems.tsx';
import { NameField } from './NameField.tsx';
import { SourceField } from './SourceField.tsx';

/** Names and the values they get. */
export function AssignmentList({ path, value, from }: Pick<WidgetProps, 'path' | 'value'> & { from: Listed }) {
  const { change } = useForm();
  const { t } = useTranslation();
  const assignments = readAssignments(value);
  return (
    <NamedItems
      path={path}
      items={assignments}
      keepsEmpty
      onMove={(from_, to) => change(path, moved(assignments, from_, to))}
      addLabel={t(`inspector.assignments.add.${from}`)}
      fresh={(name) => ({ name, text: '' })}
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
        </>
      )}
    </NamedItems>
  );
}
