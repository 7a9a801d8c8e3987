import { isRecord, type Parsed } from '../parts/lists.ts';

/** What each kind of answer is checked by. */
export const validationOf: { readonly [answerType: string]: readonly string[] } = {
  text: ['minimumLength', 'maximumLength', 'pattern'],
  number: ['minimum', 'maximum', 'wholeNumber'],
};

export const readValidation = (value: unknown): Parsed => (isRecord(value) ? value : {});

/** The validation with one check changed or, with `undefined`, taken away; none left is no validation. */
export function withCheck(validation: Parsed, name: string, value: unknown): Parsed | undefined {
  const { [name]: _before, ...others } = validation;
  const next = value === undefined ? others : { ...others, [name]: value };
  return Object.keys(next).length === 0 ? undefined : next;
}
