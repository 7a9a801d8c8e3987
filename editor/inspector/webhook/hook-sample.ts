import type { Json } from '../../../runtime/contract/index.ts';
import { asName } from '../scope.ts';
import { freeName } from '../widgets/assignments.ts';

type Step = string | number;
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A place in the body of a call, as a JSONata expression reads it: `body.customer.phone`, names of other signs in backticks. */
export const hookExpression = (steps: readonly Step[]): string =>
  steps.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`;
    const name = plainName.test(step) ? step : `\`${step.replaceAll('`', '')}\``;
    return before === '' ? name : `${before}.${name}`;
  }, '');

/** The variables of a trigger with one more, under a free name that its place suggests; as they were when it is among them. */
export function withVariable(
  variables: { readonly [name: string]: string },
  steps: readonly Step[],
): { [name: string]: string } {
  const expression = hookExpression(steps);
  if (Object.values(variables).includes(expression)) return { ...variables };
  const last = steps.findLast((step) => typeof step === 'string') ?? 'value';
  return { ...variables, [freeName(asName(String(last)) || 'value', Object.keys(variables))]: expression };
}

const mostPlaces = 3;
const phoneForm = /^\+?[1-9]\d{7,14}$/;

/** Where in a body a number stands that may be a phone's, the likeliest names first. */
export function phonePlaces(body: Json): string[] {
  const found: { expression: string; likely: boolean }[] = [];
  const look = (value: Json, steps: readonly Step[]): void => {
    if (typeof value === 'string' || typeof value === 'number') {
      const name = String(steps.findLast((step) => typeof step === 'string') ?? '');
      if (phoneForm.test(String(value)))
        found.push({
          expression: hookExpression(steps),
          likely: /phone|tel|cel|m[oó]vil|mobile|whats|wa_?id/i.test(name),
        });
    } else if (Array.isArray(value)) value.slice(0, 20).forEach((item, index) => look(item, [...steps, index]));
    else if (value !== null && typeof value === 'object')
      for (const [name, inner] of Object.entries(value)) look(inner, [...steps, name]);
  };
  look(body, ['body']);
  return found
    .toSorted((one, other) => Number(other.likely) - Number(one.likely))
    .slice(0, mostPlaces)
    .map(({ expression }) => expression);
}
