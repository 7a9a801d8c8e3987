import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ensureBuilt, startCauce, type Cauce } from './cauce.ts';
import { demoPerson, desk, launchChromium } from './chromium.ts';

export { demoPerson, desk, phone } from './chromium.ts';

/** Where pictures of what failed are put. */
export const picturesFolder = process.env.E2E_PICTURES ?? join(tmpdir(), 'cauce-e2e');

export type PageOptions = {
  /** Spanish without it. */
  language?: 'es' | 'en' | 'pt';
  /** Light without it. */
  scheme?: 'light' | 'dark';
  /** `desk` without it. */
  size?: { width: number; height: number };
  /** The demo's person is signed in, unless this is false. */
  signedIn?: boolean;
  /** Errors of the page that this test brings about itself. */
  expects?: RegExp;
};

export type InBrowser = {
  /** The address of the program, without a slash at the end. */
  url: string;
  cauce: Cauce;
  /** Ends the program at once, as a power cut would. What it resolves with starts it again, at the same address, on the same data. */
  cutOff(): Promise<() => Promise<void>>;
  /** A new page with cookies and storage of its own. What goes wrong in it fails the test: exceptions, errors in its console, broken policy. */
  open(options?: PageOptions): Promise<Page>;
};

/**
 * Starts a program with the demo and its stand-in for WhatsApp, and a browser, before the tests of a file, and ends both after them.
 * Returns how a test is written: `inBrowser('a person signs in', async ({ open, url }) => { … })`.
 */
export function browserTests({ graphUrl }: { graphUrl?: () => string } = {}) {
  let browser: Browser;
  let cauce: Cauce;
  let given: string | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'cauce-browser-'));

  beforeAll(async () => {
    await ensureBuilt();
    given = graphUrl?.();
    [browser, cauce] = await Promise.all([
      launchChromium(),
      startCauce({ dataDir: join(folder, 'data'), ...(given !== undefined && { graphUrl: given }) }),
    ]);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await cauce?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  return function inBrowser(title: string, run: (tools: InBrowser) => Promise<void>): void {
    test(title, async () => {
      const contexts: BrowserContext[] = [];
      const troubles: string[] = [];
      const open = async (options: PageOptions = {}) => {
        const { context, page } = await openPage(browser, cauce.url, options, troubles);
        contexts.push(context);
        return page;
      };
      const cutOff = async () => {
        const { dataDir, port } = cauce;
        await cauce.killGroup();
        return async () => {
          cauce = await startCauce({ dataDir, port, ...(given !== undefined && { graphUrl: given }) });
        };
      };
      try {
        await run({ url: cauce.url, cauce, cutOff, open });
        if (troubles.length > 0) throw new Error('The page reported what is listed here.');
      } catch (error) {
        const pictures = await picturesOf(contexts, title);
        const seen = [...pictures.map((path) => `Picture: ${path}`), ...troubles];
        throw new Error([messageOf(error), ...seen].join('\n'), { cause: error });
      } finally {
        await Promise.all(contexts.map((context) => context.close()));
      }
    });
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function openPage(browser: Browser, url: string, options: PageOptions, troubles: string[]) {
  const { language = 'es', scheme = 'light', size = desk, signedIn = true, expects } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport: size,
    locale: { es: 'es-CO', en: 'en-US', pt: 'pt-BR' }[language],
    timezoneId: 'America/Bogota',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    hasTouch: size.width < 720,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const note = (text: string) => {
    if (!expects?.test(text)) troubles.push(text);
  };
  page.on('pageerror', (error) => note(`exception: ${error.message}`));
  // What breaks the page's policy is written there, too.
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`);
  });
  if (signedIn) await signIn(context, language);
  return { context, page };
}

/** Signs the demo's person in without the form, and sets the language they read. */
async function signIn({ request }: BrowserContext, language: string): Promise<void> {
  const signedIn = await request.post('/api/v1/sign-in', { data: demoPerson });
  if (!signedIn.ok()) throw new Error(`Signing in was answered ${signedIn.status()}: ${await signedIn.text()}`);
  const set = await request.patch('/api/v1/me', { data: { language } });
  if (!set.ok()) throw new Error(`Setting the language was answered ${set.status()}: ${await set.text()}`);
}

/** Pictures of all open pages; their paths. */
async function picturesOf(contexts: BrowserContext[], title: string): Promise<string[]> {
  mkdirSync(picturesFolder, { recursive: true });
  const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
  const pages = contexts.flatMap((context) => context.pages());
  return Promise.all(
    pages.map(async (page, index) => {
      const path = join(picturesFolder, `${name}-${index}.png`);
      return page.screenshot({ path, timeout: 5_000 }).then(
        () => path,
        () => `${path} could not be taken`,
      );
    }),
  );
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What somebody who does not see, or uses no mouse, would stumble over on the page as it stands: serious findings, one line each. */
export async function barriersOn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html, any }) => `${id}: ${help}: ${html} ${any[0]?.message ?? ''}`));
}

/** What the console says in a language, by the key of its catalogues, as a test looks for it on the screen. */
export function textsIn(
  language: 'es' | 'en' | 'pt',
): (key: string, params?: { [name: string]: string | number }) => string {
  return (key, params = {}) => {
    const [area = '', ...rest] = key.split('.');
    const file = new URL(`../../editor/texts/${language}/${area}.json`, import.meta.url);
    const found = rest.reduce<unknown>(
      (part, name) => (part as { [name: string]: unknown } | undefined)?.[name],
      JSON.parse(readFileSync(file, 'utf8')),
    );
    if (typeof found !== 'string') throw new Error(`No text is called ${key} in ${language}.`);
    return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
  };
}

/** Waits until nothing on the page is on its way: what fades in has its colours then. */
export async function standsStill(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  );
}
