import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seededRandom } from '../support/seeded-random.ts';
import { createSandbox, type Mutant } from './sandbox.ts';
import { createTester, type Verdict } from './tester.ts';

const usage = `Usage: npm run mutation -- [options]

Breaks runtime/engine and runtime/nodes in many small ways, one at a time, and tells which of these faults no unit test sees.

  --sample N     so many faults, chosen by the seed (default 600)
  --seed N       another choice (default 1)
  --file PART    only files whose path holds this
  --workers N    test runs side by side (default 2)
  --out FILE     every verdict as JSON`;

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    file: { type: 'string', default: '' },
    workers: { type: 'string', default: '2' },
    out: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}

/** The share that must be seen. */
const goal = 0.8;

const sandbox = await createSandbox(
  (file) => /^runtime\/(engine|nodes)\/.*\.ts$/.test(file) && file.includes(values.file),
);
const say = (line: string): void => console.error(line);
try {
  say(`${sandbox.mutants.length} faults can be switched on; looking which tests meet them`);
  const tester = await createTester(sandbox.folder);
  say(`${tester.testFiles} test files, ${Math.round(tester.seconds)} s`);
  const chosen = sampled(sandbox.mutants, Number(values.sample), Number(values.seed));
  const verdicts: { mutant: Mutant; verdict: Verdict }[] = [];
  const waiting = [...chosen];
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const verdict = await tester.judge(mutant.id);
      verdicts.push({ mutant, verdict });
      if (verdict === 'survived' || verdict === 'not met') say(survivor({ mutant, verdict }));
      if (verdicts.length % 25 === 0) say(`${verdicts.length} of ${chosen.length}: ${percent(verdicts)} seen`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));

  const survivors = verdicts.filter(({ verdict }) => verdict === 'survived' || verdict === 'not met');
  survivors.sort(({ mutant: one }, { mutant: other }) =>
    one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1,
  );
  for (const each of survivors) console.log(survivor(each));
  if (values.out) writeFileSync(values.out, `${JSON.stringify({ seed: Number(values.seed), verdicts }, null, 2)}\n`);
  console.log(`${percent(verdicts)} of ${verdicts.length} faults seen (goal ${goal * 100} %), seed ${values.seed}`);
  process.exitCode = seen(verdicts) >= goal ? 0 : 1;
} finally {
  sandbox.remove();
}

function survivor({ mutant, verdict }: { mutant: Mutant; verdict: Verdict }): string {
  const { file, line, column, kind, source, replacement } = mutant;
  return (
    `${file}:${line}:${column}  ${kind}${verdict === 'not met' ? ' (no test comes here)' : ''}\n` +
    `    ${source}\n    → ${replacement.replace(/\s+/g, ' ').slice(0, 160)}`
  );
}

function sampled(mutants: readonly Mutant[], count: number, seed: number): Mutant[] {
  const random = seededRandom(seed);
  const rest = [...mutants];
  return Array.from({ length: Math.min(count, rest.length) }, () => {
    const [one] = rest.splice(Math.floor(random() * rest.length), 1);
    return one!;
  });
}

function seen(verdicts: readonly { verdict: Verdict }[]): number {
  const caught = verdicts.filter(({ verdict }) => verdict === 'killed' || verdict === 'hung').length;
  return verdicts.length === 0 ? 0 : caught / verdicts.length;
}

function percent(verdicts: readonly { verdict: Verdict }[]): string {
  return `${(seen(verdicts) * 100).toFixed(1)} %`;
}
