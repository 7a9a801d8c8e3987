import { regexParts, typeRank, Rank } from '../bson/order.ts';
import { badValue, located } from './refuse.ts';

/** A compiled regular expression and what the planner may know of it. */
export interface Pattern {
  test: (text: string) => boolean;
  /** The literal text every match begins with, when the expression is anchored and plain; else undefined. */
  prefix: string | undefined;
}

/** What PCRE reads otherwise than JavaScript, so that running it here would be a guess. */
const FOREIGN = /\\[AZzGQEKhHRXaeuo]|\\x\{|\[\^?\]|\[\[:|\(\?(?:>|\||#|P|&|R|\d|\(|[a-z]+[:)])|\(\*/;
const REMEMBERED = 256;
const patterns = new Map<string, Pattern>();

/**
 * Compiles a BSON regular expression (options i, m, s, x, u; a leading `(?i)` group too).
 *
 * @throws StoreError 51091 for an expression JavaScript cannot run with the same meaning, 51108 for an unknown option.
 */
export function compileRegex(source: unknown, options?: string): Pattern {
  const { pattern, flags } = read(source, options);
  const key = `${flags}/${pattern}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const compiled = build(pattern, flags);
  if (patterns.size >= REMEMBERED) patterns.clear();
  patterns.set(key, compiled);
  return compiled;
}

function read(source: unknown, options: string | undefined): { pattern: string; flags: string } {
  if (typeof source === 'string') return { pattern: source, flags: (options ?? '').split('').sort().join('') };
  if (typeRank(source) !== Rank.regex) throw badValue('$regex has to be a string');
  const parts = regexParts(source);
  if (options !== undefined && options !== '' && parts.options !== '') {
    throw located(51075, 'options set in both $regex and $options');
  }
  return { pattern: parts.pattern, flags: options === undefined ? parts.options : options.split('').sort().join('') };
}

function build(pattern: string, options: string): Pattern {
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  const given = new Set(options + (inline?.[1] ?? ''));
  for (const option of given) {
    if (!'imsxu'.includes(option)) throw located(51108, `invalid flag in regex options: ${option}`);
  }
  let body = inline === null ? pattern : pattern.slice(inline[0].length);
  if (body.includes('\u0000')) throw badValue('Regular expression cannot contain an embedded null byte');
  if (FOREIGN.test(body)) throw located(51091, `Regular expression is not supported by the embedded store: ${pattern}`);
  if (given.has('x')) body = withoutComments(body);
  const regex = compiled(translated(body, given), given.has('i') ? 'i' : '');
  const plain = !given.has('i') && !given.has('m') && !given.has('s');
  return { test: (text) => regex.test(text), prefix: plain ? literalPrefix(body) : undefined };
}

const TOKEN = /\\[^]|\[(?:\\[^]|[^\]\\])*\]|[.^$]/g;

/** PCRE knows one line end, \n, and its `$` also stands before the last one; needless escapes are errors under `u`. */
function translated(body: string, options: Set<string>): string {
  return body.replace(TOKEN, (token) => {
    if (token === '.') return options.has('s') ? '[^]' : '[^\\n]';
    if (token === '^') return options.has('m') ? '(?:^|(?<=\\n)(?!$))' : '^';
    if (token === '$') return options.has('m') ? '(?=\\n|$)' : '(?=\\n?$)';
    return token.replace(/\\([^\w\s])/g, (escape, char: string) =>
      '^$\\.*+?()[]{}|/-'.includes(char) ? escape : char,
    );
  });
}

/** Code points as MongoDB counts them; a lone brace, which only the lenient grammar takes as itself, falls back to it. */
function compiled(body: string, flags: string): RegExp {
  const source = body.replace(/(\[(?:\\[^]|[^\]\\])*\])|\\-/g, (_, set?: string) => set ?? '-');
  try {
    return new RegExp(source, `${flags}u`);
  } catch (error) {
    const lenient = /\\[pPkxc]/.test(source) ? undefined : attempt(source, flags);
    if (lenient !== undefined) return lenient;
    throw located(51091, `Regular expression is invalid: ${(error as Error).message}`);
  }
}

function attempt(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

function withoutComments(body: string): string {
  return body.replace(/(\\[^])|(\[(?:\\[^]|[^\]\\])*\])|\s+|#[^\n]*/g, (_, escape?: string, set?: string) => {
    return escape ?? set ?? '';
  });
}

/** `^abc` begins with abc; a quantifier may remove the last letter, an alternation or a group ends the knowledge. */
function literalPrefix(body: string): string | undefined {
  if (!body.startsWith('^') || body.includes('|')) return undefined;
  let prefix = '';
  let at = 1;
  for (; at < body.length; at += 1) {
    const char = body[at]!;
    if (char === '\\') {
      const next = body[at + 1] ?? '';
      if (!/[.*+?^${}()[\]\\/-]/.test(next)) break;
      prefix += next;
      at += 1;
    } else if ('.^$*+?()[{'.includes(char)) break;
    else prefix += char;
  }
  if ('*?{'.includes(body[at] ?? ' ')) prefix = Array.from(prefix).slice(0, -1).join('');
  return prefix === '' ? undefined : prefix;
}
