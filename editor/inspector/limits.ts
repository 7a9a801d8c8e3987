import { messageLimits, valueAt, type FormField } from '../../runtime/contract/index.ts';

/** The provider's limits for the parts of a field, as they hold now. */
export function limitsOf({ limits = {} }: FormField, now = new Date().toISOString()): { [part: string]: number } {
  return Object.fromEntries(Object.entries(limits).map(([part, name]) => [part, valueAt(messageLimits[name], now)]));
}
