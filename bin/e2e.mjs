// npm run e2e: the browser tests alone; arguments go to jest, so that a part of a file's name chooses. The last line is `N passed, N failed`.
import { findBrowser, noBrowser, runBrowserTests } from './browser.mjs';
import { summarize } from './test-summary.mjs';

const browser = findBrowser();
if (!browser) console.error(`${noBrowser} On Debian: apt-get install chromium.`);
const { line, status } = summarize(browser ? [runBrowserTests(browser, process.argv.slice(2))] : [{ status: 1 }]);
console.log(line);
process.exitCode = status;
