import type { ContactView, Json } from '../../runtime/contract/index.ts';

/** Who is chatted with in the simulator. `id` is the preset it was made from. */
export type Persona = {
  id: string;
  name: string;
  phone: string;
  language: string;
  /** Has written before: no message of theirs is the first ever. */
  returning: boolean;
  fields: { [name: string]: Json };
};

/** Made-up people; the numbers belong to nobody. Their words are `simulator.persona.{id}`. */
export const presets: readonly Persona[] = [
  { id: 'frequent', name: 'Ana Pérez', phone: '+5215550001234', language: 'es', returning: true, fields: {} },
  { id: 'new', name: 'Luis Romero', phone: '+5491150005678', language: 'es', returning: false, fields: {} },
  { id: 'other-language', name: 'Bia Souza', phone: '+5511900004321', language: 'pt', returning: false, fields: {} },
];

/** The persona as flows see a contact. What is empty is unknown. */
export function contactOf({
  name,
  phone,
  language,
  fields,
}: Persona): Pick<ContactView, 'id' | 'name' | 'phone' | 'language' | 'fields'> {
  return {
    id: 'simulated',
    name: name.trim() || null,
    phone: phone.trim() || null,
    language: language.trim() || null,
    fields,
  };
}

/** How the persona is addressed on the screen; undefined without a name. */
export const firstNameOf = ({ name }: Persona): string | undefined => name.trim().split(/\s+/)[0] || undefined;

/** A field's value as it is typed: JSON where it is JSON (numbers, true, lists), else the words. */
export function fieldValue(typed: string): Json {
  try {
    return JSON.parse(typed) as Json;
  } catch {
    return typed;
  }
}

/** The same value to be typed over. */
export const typedValue = (value: Json): string =>
  typeof value === 'string' && typeof fieldValue(value) === 'string' ? value : JSON.stringify(value);
