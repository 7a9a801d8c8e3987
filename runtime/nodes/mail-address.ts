const localPart = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u;
const domainLabel = /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** Tells whether a text has the shape of an e-mail address that people use: no quotes, no comments, a domain of two parts or more. */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  return (
    at > 0 &&
    localPart.test(local) &&
    !local.startsWith('.') &&
    !local.endsWith('.') &&
    !local.includes('..') &&
    labels.length >= 2 &&
    labels.every((label) => domainLabel.test(label)) &&
    /^(\p{L}{2,}|xn--[A-Za-z0-9-]+)$/u.test(labels.at(-1) ?? '')
  );
}

/** The addresses of a list with commas, semicolons, blanks or lines between; each once. */
export const addressesIn = (text: string): string[] => [
  ...new Set(text.split(/[,;\s]+/).filter((part) => part !== '')),
];
