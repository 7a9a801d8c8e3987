import type { WidgetProps } from '../form.ts';
import { NameField } from '../parts/NameField.tsx';

export function VariableName({ field, path, value, shape, id }: WidgetProps) {
  return <NameField path={path} value={value} from={field.names ?? 'variables'} optional={!shape.required} id={id} />;
}
