/** Makes the part of an id that nothing else has. Tests hand in one of their own. */
export type NewId = () => string;

/** Ten characters of lower-case letters and digits, at random. */
export const randomId: NewId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
};

/** The id of a new card, edge, trigger, note or test. */
export const elementId = (prefix: 'n' | 'e' | 't' | 'note' | 'test', newId: NewId): string => `${prefix}_${newId()}`;

/** The id of a new button, row, rule or case: it is a port's id too (`b_x1`). */
export const partId = (prefix: string, newId: NewId = randomId): string => `${prefix}_${newId()}`;
