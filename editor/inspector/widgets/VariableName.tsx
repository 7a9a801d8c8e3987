import type { WidgetProps } from '../form.ts';
import { listedAs } from '../scope.ts';
import { NameField } from '../parts/NameField.tsx';

export function VariableName({ field, path, value, shape, id }: WidgetProps) {
  return <NameField path={path} value={value} from={listedAs(field.names)} optional={!shape.required} id={id} />;
}
