import QuickLRU from 'quick-lru';
import { RE2JS } from 're2js';
import { engineCodes } from '../contract/index.ts';

/** A longer pattern is refused before it is parsed. */
const longestPattern = 1_000;
/** Instructions of the compiled program. `a{1000}` has 1,002. */
const largestProgram = 1_024;
/** Instructions × characters of one search: the slowest patterns take some 25 ns each, so this stays below 50 ms. */
const mostWork = 1_500_000;

/** A pattern that is none, or would take too long. `code` is stable. */
export class PatternError extends Error {
  readonly code = engineCodes.patternInvalid;
  constructor(message: string) {
    super(message);
    this.name = 'PatternError';
  }
}

export type PatternFlags = { ignoreCase?: boolean; multiline?: boolean };

/** A compiled pattern, how large its program is, and whether a search may look far beyond the match that it finds. */
export type Pattern = { compiled: RE2JS; size: number; looksFar: boolean };

const cache = new QuickLRU<string, Pattern | PatternError>({ maxSize: 500 });

/** Compiles an RE2 pattern, at most once while it is remembered. Throws `PatternError`. */
export function compilePattern(source: string, { ignoreCase, multiline }: PatternFlags = {}): Pattern {
  if (source.length > longestPattern) throw new PatternError(`A pattern has at most ${longestPattern} characters.`);
  const key = `${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}/${source}`;
  let known = cache.get(key);
  if (!known) {
    known = compile(source, (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiline ? RE2JS.MULTILINE : 0));
    cache.set(key, known);
  }
  if (known instanceof PatternError) throw known;
  return known;
}

function compile(source: string, flags: number): Pattern | PatternError {
  try {
    const compiled = RE2JS.compile(source, flags);
    const size = compiled.programSize();
    return size <= largestProgram
      ? { compiled, size, looksFar: looksFar(source) }
      : new PatternError('The pattern is too large.');
  } catch (error) {
    return new PatternError(error instanceof Error ? error.message.slice(0, 300) : 'The pattern is invalid.');
  }
}

/**
 * False when all that repeats without end is white space, or a single sign or class at the pattern's own end: then a search reads no
 * further than its match, the program's length and the white space that follows. True when in doubt.
 */
function looksFar(source: string): boolean {
  const plain = source
    .replace(/\\s/g, ' ')
    .replace(/\\./g, 'x')
    .replace(/\[\^?[^\]]*\]/g, 'x')
    .replace(/ [*+]/g, '')
    .replace(/([^)])[*+]$/, '$1');
  return /[*+]|\{\d+,\}/.test(plain);
}

/** What one search costs at most, in instructions × characters. Throws `PatternError` when that is too much. */
export function searchCost({ size }: Pattern, length: number): number {
  const cost = size * (length + 1);
  if (cost > mostWork) throw new PatternError('The text is too long for a pattern of this size.');
  return cost;
}

/** The first match in a text: the whole and its groups (empty where a group took no part). Null without one; throws `PatternError`. */
export function matchPattern(source: string, text: string): { text: string; groups: string[] } | null {
  const pattern = compilePattern(source);
  searchCost(pattern, text.length);
  const matcher = pattern.compiled.matcher(text);
  if (!matcher.find()) return null;
  const groups: string[] = [];
  for (let index = 1; index <= matcher.groupCount(); index += 1) groups.push(matcher.group(index) ?? '');
  return { text: matcher.group() ?? '', groups };
}

/** Why a pattern cannot be used, or null. */
export function checkPattern(source: string): string | null {
  try {
    compilePattern(source);
    return null;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}
