/** Somebody who writes on the test phone. */
export type Persona = { id: string; name: string; phone: string };

/** Numbers that no telephone has: 555-0100 to 555-0199 are kept free for fiction in North America. */
const firstNumber = 12025550100;
const numbers = 100;

export const firstPersona: Persona = { id: 'p0', name: 'Ana Torres', phone: `+${firstNumber}` };

/** The next free number; when all are taken, the first again. */
export function nextPersona(people: readonly Persona[], name: string): Persona {
  const taken = new Set(people.map(({ phone }) => phone));
  for (let place = 0; place < numbers; place += 1) {
    const phone = `+${firstNumber + place}`;
    if (!taken.has(phone)) return { id: `p${place}`, name, phone };
  }
  return { ...firstPersona, name };
}

export type Book = { people: Persona[]; chosen: string };

/** What this browser remembers, whatever stands there; at least one person. */
export function bookFrom(stored: string | null): Book {
  let read: unknown;
  try {
    read = JSON.parse(stored ?? '');
  } catch {
    // Nothing is remembered, or it is not ours.
  }
  const given = isRecord(read) && Array.isArray(read['people']) ? read['people'].filter(isPersona) : [];
  const people = given.length > 0 ? given : [firstPersona];
  const wanted = isRecord(read) ? read['chosen'] : undefined;
  const chosen = people.find(({ id }) => id === wanted) ?? people[0] ?? firstPersona;
  return { people, chosen: chosen.id };
}

const isRecord = (value: unknown): value is { [name: string]: unknown } => typeof value === 'object' && value !== null;

const isPersona = (value: unknown): value is Persona =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  typeof value['name'] === 'string' &&
  typeof value['phone'] === 'string' &&
  /^\+[1-9]\d{6,14}$/.test(value['phone']);
