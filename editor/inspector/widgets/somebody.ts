import { isRecord, textIn } from '../parts/lists.ts';

export const somebodyKinds = ['phone', 'contactId'] as const;
export type SomebodyKind = (typeof somebodyKinds)[number];
export type SomebodyValue = { phone: string } | { contactId: string };

export const readSomebody = (value: unknown): SomebodyValue => {
  const record = isRecord(value) ? value : {};
  return 'contactId' in record ? { contactId: textIn(record, 'contactId') } : { phone: textIn(record, 'phone') };
};

export const kindOf = (who: SomebodyValue): SomebodyKind => ('phone' in who ? 'phone' : 'contactId');

/** Told the other way; a number is no id, so what stood there goes. */
export const withSomebodyKind = (who: SomebodyValue, kind: string): SomebodyValue => {
  if (kind === kindOf(who)) return who;
  return kind === 'contactId' ? { contactId: '' } : { phone: '' };
};
