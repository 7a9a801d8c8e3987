import { asName } from '../scope.ts';
import { recordsOf, textIn } from '../parts/lists.ts';
import { freeName } from './assignments.ts';

/** A variable and the part of the answer that goes into it. */
export type ResponseItem = { name: string; path: string };

export const readResponseValues = (value: unknown): ResponseItem[] =>
  recordsOf(value).map((record) => ({ name: textIn(record, 'name'), path: textIn(record, 'path') }));

const pathForm = /^(status|body|headers)((\.[A-Za-z0-9_$-]+)|(\[[0-9]{1,6}\]))*$/;
export const isResponsePath = (path: string): boolean => path.length <= 500 && pathForm.test(path);

/** The path to a value, given the names and places on the way: `body.items[0].price`. Undefined where a name cannot be written in one. */
export function responsePath(steps: readonly (string | number)[]): string | undefined {
  const path = steps.reduce<string>((before, step) => {
    if (typeof step === 'number') return `${before}[${step}]`;
    return before === '' ? step : `${before}.${step}`;
  }, '');
  return isResponsePath(path) ? path : undefined;
}

/** The list with one more value, under a free name that its path suggests; as it was when the path is there already. */
export function withResponseValue(items: readonly ResponseItem[], steps: readonly (string | number)[]): ResponseItem[] {
  const path = responsePath(steps);
  if (path === undefined || items.some((item) => item.path === path)) return [...items];
  const last = steps.findLast((step) => typeof step === 'string') ?? 'value';
  const name = freeName(
    asName(String(last)) || 'value',
    items.map((item) => item.name),
  );
  return [...items, { name, path }];
}
