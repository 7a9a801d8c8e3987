import type { InboundContent, Json } from '../contract/index.ts';

/** The name under which a form sends back what it was opened with. */
const tokenField = 'flow_token';

/**
 * What a person filled in; undefined for what is no answer to the form that was opened with this token. A form that keeps its token to
 * itself is taken for the one that is waited for.
 */
export function formAnswer(content: InboundContent, token: string): { [field: string]: Json } | undefined {
  if (content.kind !== 'form') return undefined;
  const { [tokenField]: given, ...fields } = content.fields;
  return given === undefined || given === token ? fields : undefined;
}

/** The variables that take answers; one that was not given leaves its variable as it is. */
export const variablesFrom = (
  answers: readonly { name: string; field: string }[],
  fields: { readonly [field: string]: Json },
): { [name: string]: Json } =>
  Object.fromEntries(
    answers.flatMap(({ name, field }): [string, Json][] => {
      const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
