import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../support/cauce.ts';
import { reportOf } from '../support/ledger.ts';
import { flood } from './flood.ts';
import { chaos } from './run.ts';

const usage = `Usage: npm run chaos -- [--kills 30] [--seed N] [--contacts 100] [--uri MONGODB_URI [--web 2] [--workers 2]]
       npm run chaos -- --flood [--contacts 200] [--messages 20]
Kills the program again and again under load and judges from the provider's side whether anybody was forgotten or told twice.
  --kills  0: only the load and what the provider gets wrong
  --seed   repeats a run's choices; printed by every run
  --uri    several processes on one MongoDB server, instead of one with its embedded store
  --flood  no faults: many people at once, at the highest rate
  --keep   keeps data and logs and says where`;

try {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '30' },
      seed: { type: 'string' },
      contacts: { type: 'string' },
      messages: { type: 'string', default: '20' },
      uri: { type: 'string' },
      web: { type: 'string', default: '2' },
      workers: { type: 'string', default: '2' },
      flood: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const folder = mkdtempSync(join(tmpdir(), 'cauce-chaos-'));
  await ensureBuilt();
  const say = (line: string): void => console.error(line);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  say(`seed ${seed}; data and logs in ${folder}`);
  const { checks, figures } = values.flood
    ? await flood({ folder, contacts: Number(values.contacts ?? 200), messages: Number(values.messages) })
    : await chaos({
        folder,
        seed,
        kills: Number(values.kills),
        contacts: Number(values.contacts ?? 100),
        uri: values.uri,
        web: Number(values.web),
        workers: Number(values.workers),
        say,
      });
  const failed = checks.some((check) => !check.passed);
  if (!failed && !values.keep) rmSync(folder, { recursive: true, force: true });
  else say(`data and logs are kept in ${folder}`);
  for (const [name, figure] of Object.entries(figures)) console.log(`${name}: ${figure}`);
  console.log(`\n${reportOf(checks)}`);
  process.exit(failed ? 1 : 0);
} catch (error) {
  console.error(error);
  if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) console.error(usage);
  process.exit(2);
}
