import type { Alias } from '../channel.ts';

/** Business-scoped user ids, for example `BR.123abc` (Meta: "Business-scoped user IDs"). */
const bsuidForm = /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/;
/** A full number with its country code; test numbers may be as short as four digits. */
const phoneForm = /^\+?([1-9][0-9]{3,14})$/;
const usernameForm = /^@?([^\s@]{1,100})$/;

/**
 * The key under which two spellings of one number meet. WhatsApp's own id of a person may differ from the number people dial:
 * Mexico's 1 after 52, Argentina's 9 after 54, and the ninth digit of Brazilian mobiles. All are left out of the key.
 */
export function phoneKey(digits: string): string {
  if (digits.length === 13) {
    if (digits.startsWith('521')) return `52${digits.slice(3)}`;
    if (digits.startsWith('549')) return `54${digits.slice(3)}`;
    // Only old mobiles (6 to 9) ever had eight digits; without this rule some mobiles would meet a landline.
    if (digits.startsWith('55') && digits[4] === '9' && digits[5]! >= '6')
      return `${digits.slice(0, 4)}${digits.slice(5)}`;
  }
  return digits;
}

/** The alias of a phone number as the provider writes it: digits with or without `+`. */
export function phoneAlias(value: unknown): Alias | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const digits = phoneForm.exec(String(value))?.[1];
  return digits === undefined ? undefined : { kind: 'phone', key: phoneKey(digits), value: `+${digits}` };
}

/** The alias of a business-scoped user id; undefined when the text has another form. */
export function bsuidAlias(value: unknown): Alias | undefined {
  return typeof value === 'string' && bsuidForm.test(value) ? { kind: 'bsuid', key: value, value } : undefined;
}

/** The alias of a username, with or without `@`. */
export function usernameAlias(value: unknown): Alias | undefined {
  const name = typeof value === 'string' ? usernameForm.exec(value)?.[1] : undefined;
  return name === undefined ? undefined : { kind: 'username', key: name.toLowerCase(), value: name };
}

const rank = { phone: 0, bsuid: 1, username: 2 } as const;

/**
 * The aliases that these values stand for, each once: phones first, since every message can be sent to one, then business-scoped
 * ids, then usernames. A value is taken for what it is, wherever it stood: `from` may hold a business-scoped id.
 */
export function aliasesOf(ids: readonly unknown[], username?: unknown): Alias[] {
  const found: Alias[] = [];
  const add = (alias: Alias | undefined) => {
    if (alias && !found.some(({ kind, key }) => kind === alias.kind && key === alias.key)) found.push(alias);
  };
  for (const id of ids) add(phoneAlias(id) ?? bsuidAlias(id));
  add(usernameAlias(username));
  return found.length > 1 ? found.sort((a, b) => rank[a.kind] - rank[b.kind]) : found;
}
