import { useForm, type WidgetProps } from '../form.ts';
import { DurationField } from '../parts/DurationField.tsx';

/** A number and its unit; kept in seconds. */
export function Duration({ path, value, shape, labelId }: WidgetProps) {
  const { write, change } = useForm();
  return (
    <DurationField
      seconds={typeof value === 'number' ? value : undefined}
      limits={shape}
      labelId={labelId}
      optional={!shape.required}
      onWrite={(seconds) => write(path, seconds)}
      onChange={(seconds) => change(path, seconds)}
    />
  );
}
