// npm test: jest over ES modules, and, when nothing else is asked for, the browser tests where there is a browser; the last line is
// always `N passed, N failed`, for people and for programs that read it.
import { availableParallelism } from 'node:os';
import { findBrowser, noBrowser, runBrowserTests } from './browser.mjs';
import { runJest } from './jest.mjs';
import { summarize } from './test-summary.mjs';

const given = process.argv.slice(2);
const says = (option) => given.some((argument) => argument === option || argument.startsWith(`${option}=`));

const args = [...given];
// Many tests start a store of their own, which is a process too: more workers than this only make them wait for each other.
if (!says('--maxWorkers') && !says('-w') && !says('--runInBand') && !says('-i')) {
  args.push(`--maxWorkers=${Math.max(2, Math.floor(availableParallelism() / 2))}`);
}

const runs = [runJest(args)];
if (given.length === 0) {
  const browser = findBrowser();
  if (browser) runs.push(runBrowserTests(browser));
  else console.error(`\n${noBrowser} The browser tests were left out.\n`);
}
const { line, status } = summarize(runs);
console.log(line);
process.exitCode = status;
