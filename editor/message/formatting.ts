import { templateParts } from '../../runtime/engine/index.ts';

/** What a message's text is made of once WhatsApp's signs are read: words, links, variables and marked stretches. */
export type Formatted =
  | { kind: 'words'; words: string }
  | { kind: 'link'; words: string; href: string }
  | { kind: 'variable'; expression: string }
  | { kind: Mark; inside: Formatted[] }
  | { kind: 'mono'; inside: Formatted[] };

type Mark = 'bold' | 'italic' | 'strike';

const marks: { [sign: string]: Mark } = { '*': 'bold', _: 'italic', '~': 'strike' };
const word = /[\p{L}\p{N}]/u;

/** Stands in the text for a variable while its signs are read. One that the author wrote becomes a space. */
const stand = '\uFFFC';

/**
 * Reads a text as WhatsApp shows it: `*bold*`, `_italic_`, `~strike~`, "```mono```" and "`mono`". With `placeholders`, each `{{ }}` becomes
 * a variable. Only http and https become links.
 */
export function formatted(text: string, placeholders = false): Formatted[] {
  const expressions: string[] = [];
  let plain = text;
  if (placeholders && text.includes('{{')) {
    plain = '';
    for (const part of templateParts(text).parts) {
      if ('words' in part) plain += part.words.replaceAll(stand, ' ');
      else {
        plain += stand;
        expressions.push(part.expression.trim());
      }
    }
  }
  const read = monoAndMarks(plain);
  return expressions.length > 0 ? withVariables(read, expressions) : read;
}

function monoAndMarks(text: string): Formatted[] {
  const parts: Formatted[] = [];
  let from = 0;
  for (const found of text.matchAll(/```([\s\S]+?)```|`([^`\n]+)`/g)) {
    const words = found[1] ?? found[2] ?? '';
    parts.push(...markedStretches(text.slice(from, found.index)), { kind: 'mono', inside: wordsOnly(words) });
    from = found.index + found[0].length;
  }
  return [...parts, ...markedStretches(text.slice(from))];
}

function markedStretches(text: string, within: readonly Mark[] = []): Formatted[] {
  const parts: Formatted[] = [];
  /** Up to where a sign is known to have no end, so that a text of nothing but signs is read once. */
  const endless: { [mark in Mark]?: number } = {};
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const address = addressAt(text, at);
    if (address) {
      parts.push(...wordsOnly(text.slice(from, at)), { kind: 'link', words: address, href: address });
      from = at + address.length;
      at = from - 1;
      continue;
    }
    const kind = marks[text[at] ?? ''];
    if (!kind || within.includes(kind) || at < (endless[kind] ?? 0) || !opens(text, at)) continue;
    const { end, searched } = closingOf(text, at);
    if (end === undefined) {
      endless[kind] = searched;
      continue;
    }
    const inside = markedStretches(text.slice(at + 1, end), [...within, kind]);
    parts.push(...wordsOnly(text.slice(from, at)), { kind, inside });
    from = end + 1;
    at = end;
  }
  return [...parts, ...wordsOnly(text.slice(from))];
}

const wordsOnly = (words: string): Formatted[] => (words === '' ? [] : [{ kind: 'words', words }]);

/** A sign opens a stretch where a word begins. */
const opens = (text: string, at: number): boolean =>
  !word.test(text[at - 1] ?? '') && /\S/.test(text[at + 1] ?? '') && text[at + 1] !== text[at];

/** Where the stretch that a sign opens is closed: on the same line, with no blank inside the signs and no letter outside them. */
function closingOf(text: string, open: number): { end?: number; searched: number } {
  const sign = text[open] ?? '';
  let at = open + 2;
  for (; at < text.length && text[at] !== '\n'; at += 1)
    if (text[at] === sign && /\S/.test(text[at - 1] ?? '') && !word.test(text[at + 1] ?? ''))
      return { end: at, searched: at };
  return { searched: at };
}

/** The address that begins here; without the full stop or bracket that ends the sentence it stands in. */
function addressAt(text: string, at: number): string | undefined {
  if (text[at]?.toLowerCase() !== 'h' || word.test(text[at - 1] ?? '')) return undefined;
  const address = /https?:\/\/[^\s<>"\uFFFC]+/iy;
  address.lastIndex = at;
  const found = address.exec(text)?.[0].replace(/[.,;:!?)\]}'*_~]+$/, '');
  return found && URL.canParse(found) ? found : undefined;
}

function withVariables(parts: Formatted[], expressions: string[]): Formatted[] {
  return parts.flatMap((part): Formatted[] => {
    if ('inside' in part) return [{ ...part, inside: withVariables(part.inside, expressions) }];
    if (part.kind !== 'words') return [part];
    const [first = '', ...rest] = part.words.split(stand);
    return [
      ...wordsOnly(first),
      ...rest.flatMap((words): Formatted[] => [
        { kind: 'variable', expression: expressions.shift() ?? '' },
        ...wordsOnly(words),
      ]),
    ];
  });
}

/** How a variable is called on a chip: `variables.pizza` is `pizza`. Anything but a plain path stands as it was written. */
export function variableName(expression: string): string {
  const path = /^(?:variables|results|contact\.fields)\.([\p{L}_][\p{L}\p{N}_.]*)/u.exec(expression);
  return path?.[1]?.replace(/\.value$/, '') ?? expression;
}

/** An address that may be shown as a link: http or https. */
export function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, href } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

/** The file's name at the end of an address; undefined when it has none. */
export function fileNameIn(address: string): string | undefined {
  const last = /([^/?#]+\.[a-z0-9]{1,8})(?:[?#].*)?$/i.exec(address.replace(/^https?:\/\/[^/]+/i, ''))?.[1];
  if (last === undefined) return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
