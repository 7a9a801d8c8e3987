// npm run fuzz -- expressions [--minutes 10] [--seed 1] [--case 42] [--json]: plays random expressions, texts and patterns. Exit
// status 1 when one of them crashes, hangs, reaches a prototype or is not the same twice.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fuzzExpressions, type Report } from './expressions.ts';

/** A case that says nothing for so long hangs. */
const silenceMs = 60_000;

type Asked = { seed: number; milliseconds: number; only?: number };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    case: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

if (process.send) {
  process.once('message', (asked: Asked) => {
    let told = 0;
    const alive = (index: number): void => {
      if (Date.now() - told < 500) return;
      told = Date.now();
      process.send?.({ index });
    };
    void fuzzExpressions(asked, alive).then((report) => process.send?.({ report }, () => process.disconnect()));
  });
} else if (positionals[0] === 'expressions') await watch();
else {
  console.error('Usage: npm run fuzz -- expressions [--minutes N] [--seed N] [--case N] [--json]');
  process.exitCode = 2;
}

/** Runs in a child that can be ended when it hangs. */
async function watch(): Promise<void> {
  const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
  const asked: Asked = {
    seed,
    milliseconds: Number(values.minutes) * 60_000,
    ...(values.case !== undefined && { only: Number(values.case) }),
  };
  if (!values.json) console.log(`seed ${seed}`);
  const child = fork(fileURLToPath(import.meta.url), []);
  let last = -1;
  let report: Report | undefined;
  let silent: NodeJS.Timeout | undefined;
  const listen = (): void => {
    clearTimeout(silent);
    silent = setTimeout(() => child.kill('SIGKILL'), silenceMs);
  };
  listen();
  child.on('message', (said: { index?: number; report?: Report }) => {
    listen();
    if (said.index !== undefined) last = said.index;
    if (said.report) report = said.report;
  });
  child.send(asked);
  await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(silent);
  show(
    report ?? {
      seed,
      cases: last,
      slowestMs: 0,
      codes: {},
      findings: [
        { case: last, kind: 'unknown', source: '', wrong: 'It hangs or crashes at this case or one soon after it.' },
      ],
    },
  );
}

function show(report: Report): void {
  if (values.json) console.log(JSON.stringify(report));
  else {
    for (const finding of report.findings)
      console.log(`case ${finding.case} (${finding.kind}): ${finding.wrong}\n  ${finding.source.slice(0, 500)}`);
    const codes = Object.entries(report.codes).map(([code, count]) => `${code} ${count}`);
    console.log(
      `${report.cases} cases, slowest ${report.slowestMs.toFixed(1)} ms, ${report.findings.length} findings; ${codes.join(', ')}`,
    );
  }
  process.exitCode = report.findings.length > 0 ? 1 : 0;
}
