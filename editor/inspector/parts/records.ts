/** The record with one name changed, in its place; undefined when there is nothing to change or the name is taken. */
export function renamedKey(
  record: { readonly [name: string]: unknown },
  from: string,
  to: string,
): { [name: string]: unknown } | undefined {
  if (to === '' || to === from || Object.hasOwn(record, to)) return undefined;
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name === from ? to : name, value]));
}
