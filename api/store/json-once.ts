const made = new WeakMap<object, string>();

/** A value as JSON, made once for as long as the value lives: only for what nobody changes any more. */
export function jsonOnce(value: object): string {
  let text = made.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    made.set(value, text);
  }
  return text;
}
