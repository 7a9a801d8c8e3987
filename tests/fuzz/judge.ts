import {
  checkExpressionIn,
  checkTemplateIn,
  evaluateExpression,
  ExpressionError,
  matchPattern,
  PatternError,
  renderTemplate,
  type Scope,
} from '../../runtime/engine/index.ts';
import type { Case } from './make.ts';

/** What nothing may take longer than, in milliseconds of the processor. */
const longestMs = 50;
/** What takes longer is tried again so often, since the machine does other things as well; the best time counts. */
const mostRounds = 25;

const scope: Scope = {
  variables: ['items', 'text', 'n', 'deep'],
  results: ['a'],
  fields: ['x'],
  allFields: true,
  globals: ['x'],
};

type Verdict = { became: string; wrong?: string; ms: number };

/** Plays a case twice and tells what came of it; `wrong` when it should not have. */
export async function judge(asked: Case): Promise<Verdict> {
  const first = await played(asked);
  if (first.wrong !== undefined) return first;
  let { ms } = first;
  for (let round = 1; round < mostRounds && ms > longestMs; round += 1) ms = Math.min(ms, (await played(asked)).ms);
  const second = await played(asked);
  if (second.became !== first.became)
    return { ...first, ms, wrong: `Not the same twice: ${second.became.slice(0, 200)}` };
  if (ms > longestMs) return { ...first, ms, wrong: `It takes ${ms.toFixed(1)} ms.` };
  return { ...first, ms };
}

async function played({ kind, source, text, data }: Case): Promise<Verdict> {
  const world = { now: '2026-01-05T09:00:00.000Z', random: () => 0.25, timeZone: 'America/Bogota', language: 'es' };
  const kept = JSON.stringify(data);
  const methods =
    Object.getOwnPropertyNames(Object.prototype).length + Object.getOwnPropertyNames(Array.prototype).length;
  const before = process.cpuUsage();
  let ms = 0;
  const took = (): void => {
    const { user, system } = process.cpuUsage(before);
    ms = (user + system) / 1_000;
  };
  let became: string;
  let wrong: string | undefined;
  try {
    const value =
      kind === 'pattern'
        ? matchPattern(source, text)
        : kind === 'template'
          ? await renderTemplate(source, data, world)
          : await evaluateExpression(source, data, world);
    took();
    wrong = strange(value, 0);
    became = JSON.stringify(value) ?? 'nothing';
  } catch (error) {
    took();
    if (!(error instanceof ExpressionError || error instanceof PatternError))
      return {
        became: String(error),
        ms,
        wrong: `It throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      };
    became = `${error.code} ${error.message}`;
  }
  try {
    if (kind === 'expression') checkExpressionIn(source, scope);
    if (kind === 'template') checkTemplateIn(source, scope, { fallbacks: true });
  } catch (error) {
    wrong ??= `The check throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  if (JSON.stringify(data) !== kept) wrong ??= 'It changes what it reads.';
  if (
    Object.getOwnPropertyNames(Object.prototype).length + Object.getOwnPropertyNames(Array.prototype).length !==
    methods
  )
    wrong ??= 'It changes a prototype.';
  return { became, ms, ...(wrong !== undefined && { wrong }) };
}

/** Why a value is not plain JSON; undefined when it is. */
function strange(value: unknown, depth: number): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    return `It yields a ${typeof value}.`;
  if (typeof value !== 'object') return undefined;
  if (depth > 400) return 'It yields something without end.';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype)
    return 'It yields what has a prototype of its own.';
  if (value === Object.prototype || value === Array.prototype) return 'It yields a prototype.';
  if (Object.hasOwn(value, '__proto__')) return 'It yields a key that would be a prototype.';
  for (const inner of Object.values(value)) {
    const found = strange(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
