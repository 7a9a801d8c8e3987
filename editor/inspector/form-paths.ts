import type { FormField } from '../../runtime/contract/index.ts';
import { stepsOf } from '../flow/config-changes.ts';
import { same, valueAt } from '../flow/edit-parts.ts';
import type { Path } from './form.ts';

/** A field's key as the steps to its value. */
export const stepsTo = (key: string): Path => stepsOf(key);

/** What stands at a path; undefined when nothing does. */
export const valueIn = (config: unknown, path: Path): unknown => valueAt(config, [...path]);

/** Whether a field is to be seen, by what another field says. */
export const isShown = ({ when }: FormField, config: unknown): boolean =>
  when === undefined || when.in.some((wanted) => same(wanted, valueIn(config, stepsTo(when.key))));
