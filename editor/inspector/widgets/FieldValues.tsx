import type { WidgetProps } from '../form.ts';
import { AssignmentList } from '../parts/AssignmentList.tsx';

/** Fields of the contact. */
export function FieldValues({ path, value }: WidgetProps) {
  return <AssignmentList path={path} value={value} from="fields" />;
}
