import type { WidgetProps } from '../form.ts';
import { limitsOf } from '../limits.ts';
import { TemplateField } from '../parts/TemplateField.tsx';

export function TemplateText({ field, path, value, shape, labelId }: WidgetProps) {
  const { characters } = limitsOf(field);
  return (
    <TemplateField
      path={path}
      value={value}
      labels={{ 'aria-labelledby': labelId }}
      oneLine={field.oneLine === true}
      chat={field.chat === true}
      optional={!shape.required}
      {...(characters !== undefined && { characters })}
    />
  );
}
