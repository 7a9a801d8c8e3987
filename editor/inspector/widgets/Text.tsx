import { TextInput } from '@mantine/core';
import { useForm, type WidgetProps } from '../form.ts';
import { TimeZoneField } from '../parts/TimeZoneField.tsx';

/** Plain words on one line. */
export function TextWidget({ field, path, value, shape, id }: WidgetProps) {
  const { readOnly, write } = useForm();
  const text = typeof value === 'string' ? value : '';
  const onWrite = (next: string) => write(path, next === '' && !shape.required ? undefined : next);
  if (field.suggest === 'time-zones') return <TimeZoneField id={id} value={text} onWrite={onWrite} />;
  return (
    <TextInput
      id={id}
      value={text}
      readOnly={readOnly}
      {...(shape.maxLength !== undefined && { maxLength: shape.maxLength })}
      onChange={({ currentTarget }) => onWrite(currentTarget.value)}
    />
  );
}
