import { useForm, type WidgetProps } from '../form.ts';
import { Languages } from '../template/Languages.tsx';
import { configOf } from '../template/picking.ts';
import { useTemplates } from '../template/use-templates.ts';

/** The further languages of the card's template. */
export function TemplateLanguages({ labelId }: WidgetProps) {
  const { whole, change } = useForm();
  const { accounts } = useTemplates();
  return (
    <Languages config={configOf(whole)} accounts={accounts} labelId={labelId} onChange={(next) => change([], next)} />
  );
}
