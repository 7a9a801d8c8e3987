import type { WidgetProps } from '../form.ts';
import { NumberField } from '../parts/NumberField.tsx';

export function NumberWidget({ path, value, shape, id }: WidgetProps) {
  const { required, minimum, maximum, wholeNumber } = shape;
  return (
    <NumberField
      path={path}
      value={value}
      id={id}
      optional={!required}
      stepper
      {...(minimum !== undefined && { minimum })}
      {...(maximum !== undefined && { maximum })}
      {...(wholeNumber !== undefined && { wholeNumber })}
    />
  );
}
