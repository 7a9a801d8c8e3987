// Where a Chromium is, and the tests that drive it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runJest } from './jest.mjs';
import { isBuilt, root } from './sources.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser to drive: what $CHROMIUM names, else the first of its usual names on the path; undefined without any. */
export function findBrowser() {
  const asked = process.env.CHROMIUM;
  if (asked) return isRunnable(asked) ? asked : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isRunnable);
}

export const noBrowser = process.env.CHROMIUM
  ? `$CHROMIUM is no program that can be run: ${process.env.CHROMIUM}.`
  : `There is no browser: neither $CHROMIUM nor ${names.join(', ')}.`;

function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs `tests/e2e` against the program as it is built, which is done first where needed. One file at a time: each starts a server and a
 * browser of its own.
 */
export function runBrowserTests(browser, args = []) {
  if (!process.env.CAUCE_PROGRAM && !isBuilt()) {
    const built = spawnSync(process.execPath, [join(root, 'bin/build.mjs')], { stdio: ['ignore', 2, 2] });
    if (built.status !== 0) return { status: built.status ?? 1 };
  }
  const which = ['--testMatch=<rootDir>/tests/e2e/**/*.e2e.ts', '--testTimeout=120000', '--runInBand', '--forceExit'];
  return runJest([...which, ...args], { CHROMIUM: browser });
}
