import { Select } from '@mantine/core';
import { useForm } from '../form.ts';

type Props<Value extends string> = {
  id: string;
  value: Value;
  values: readonly Value[];
  labelOf(value: Value): string;
  onChange(value: Value): void;
};

/** One of a few values, by their names. */
export function Choice<Value extends string>({ id, value, values, labelOf, onChange }: Props<Value>) {
  const { readOnly } = useForm();
  return (
    <Select
      id={id}
      value={value}
      readOnly={readOnly}
      allowDeselect={false}
      data={values.map((one) => ({ value: one, label: labelOf(one) }))}
      onChange={(chosen) => {
        const known = values.find((one) => one === chosen);
        if (known !== undefined) onChange(known);
      }}
    />
  );
}
