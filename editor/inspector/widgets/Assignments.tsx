import type { WidgetProps } from '../form.ts';
import { AssignmentList } from '../parts/AssignmentList.tsx';

export function Assignments({ path, value }: WidgetProps) {
  return <AssignmentList path={path} value={value} from="variables" />;
}
