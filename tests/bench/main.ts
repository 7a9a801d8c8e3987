import { reportOf } from './bench.ts';
import { benches } from './index.ts';

const usage = `Usage: npm run bench -- NAME [--json] [--quick] [--large]
Names: ${Object.keys(benches).join(', ')}
  --json   the last line is one JSON object
  --quick  a rough answer in less than a minute
  --large  also what takes long to prepare (a million contacts)`;

const words = process.argv.slice(2);
const flags = new Set(words.filter((word) => word.startsWith('--')));
const [name] = words.filter((word) => !word.startsWith('--'));
const load = name === undefined ? undefined : benches[name];
const unknown = [...flags].filter((flag) => !['--json', '--quick', '--large'].includes(flag));
if (!load || unknown.length > 0) {
  console.error(unknown.length > 0 ? `Unknown: ${unknown.join(' ')}\n${usage}` : usage);
  process.exit(2);
}

try {
  const bench = await load();
  const result = await bench.run({
    quick: flags.has('--quick'),
    large: flags.has('--large'),
    say: (line) => console.error(line),
  });
  console.log(reportOf(result));
  if (flags.has('--json')) console.log(JSON.stringify(result));
  process.exit(result.goals.some((goal) => goal.met === false) ? 1 : 0);
} catch (error) {
  console.error(error);
  process.exit(2);
}
