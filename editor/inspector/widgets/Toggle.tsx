import { Switch } from '@mantine/core';
import { useForm, type WidgetProps } from '../form.ts';

/** Off takes an optional value away, so that a card that was switched on and off is as before. */
export function Toggle({ path, value, shape, id }: WidgetProps) {
  const { readOnly, change } = useForm();
  return (
    <Switch
      id={id}
      checked={value === true}
      disabled={readOnly}
      onChange={({ currentTarget }) => change(path, currentTarget.checked || (shape.required ? false : undefined))}
    />
  );
}
