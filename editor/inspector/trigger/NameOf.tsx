import type { FormField } from '../../../runtime/contract/index.ts';
import type { Path } from '../form.ts';
import { Pick } from '../widgets/Pick.tsx';
import { PickMany } from '../widgets/PickMany.tsx';

type Names = NonNullable<FormField['names']>;
type Props = { id: string; labelId: string; path: Path; value: unknown; names: Names; required?: boolean };

/** A group, label, field or queue of the workspace, by its name. */
export const NameOf = ({ id, labelId, path, value, names, required = true }: Props) => (
  <Pick {...{ id, labelId, path, value }} field={{ key: path.join('.'), widget: 'pick', names }} shape={{ required }} />
);

/** Several of them; without any, the condition is taken away. */
export const NamesOf = ({ id, labelId, path, value, names }: Props) => (
  <PickMany
    {...{ id, labelId, path, value }}
    field={{ key: path.join('.'), widget: 'pick-many', names }}
    shape={{ required: false, maxItems: 50 }}
  />
);
