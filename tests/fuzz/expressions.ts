import { seededRandom } from '../support/seeded-random.ts';
import { judge } from './judge.ts';
import { makeCase } from './make.ts';

export type Finding = { case: number; kind: string; source: string; wrong: string };
export type Report = {
  seed: number;
  cases: number;
  slowestMs: number;
  codes: { [code: string]: number };
  findings: Finding[];
};

/** The seed of a case: cases are made one by one, so that each can be played again alone. */
const caseOf = (seed: number, index: number) =>
  makeCase(seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)));

/** Plays cases until the time is over, or the one that is asked for. */
export async function fuzzExpressions(
  { seed, milliseconds, only }: { seed: number; milliseconds: number; only?: number },
  alive: (index: number) => void,
): Promise<Report> {
  const report: Report = { seed, cases: 0, slowestMs: 0, codes: {}, findings: [] };
  const until = Date.now() + milliseconds;
  for (let index = only ?? 0; only === undefined ? Date.now() < until : index === only; index += 1) {
    const asked = caseOf(seed, index);
    alive(index);
    const { became, wrong, ms } = await judge(asked);
    report.cases += 1;
    report.slowestMs = Math.max(report.slowestMs, ms);
    const code = /^[a-z]+\.[a-z]+(?= )/.exec(became)?.[0] ?? 'value';
    report.codes[code] = (report.codes[code] ?? 0) + 1;
    if (wrong !== undefined && report.findings.length < 50)
      report.findings.push({ case: index, kind: asked.kind, source: asked.source, wrong });
  }
  return report;
}
