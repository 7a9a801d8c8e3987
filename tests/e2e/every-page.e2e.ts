import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriersOn, browserTests, desk, phone, standsStill, textsIn, type PageOptions } from '../support/browser.ts';

const inBrowser = browserTests();

type Look = Required<Pick<PageOptions, 'language' | 'scheme' | 'size'>>;
const looks: [string, Look][] = [
  ['light, at a desk, in Spanish', { scheme: 'light', size: desk, language: 'es' }],
  ['dark, at a desk, in English', { scheme: 'dark', size: desk, language: 'en' }],
  ['light, on a phone, in Portuguese', { scheme: 'light', size: phone, language: 'pt' }],
  ['dark, on a phone, in Spanish', { scheme: 'dark', size: phone, language: 'es' }],
];

const root = new URL('../../', import.meta.url);
const areas = readdirSync(new URL('editor/texts/es', root)).map((file) => file.slice(0, -'.json'.length));
const example = readFileSync(new URL('flows-examples/encuesta.flow.json', root), 'utf8');

/** What a page says, and what it says to who does not see it, where the key of a text stands in place of the text. */
const bareKeysOn = (page: Page): Promise<string[]> =>
  page.evaluate((known) => {
    const bare = new RegExp(`(?<![\\p{L}\\d./@-])(?:${known.join('|')})\\.[a-z][\\w-]*(?:\\.[\\w-]+)*`, 'u');
    const said = document.body.innerText.split('\n');
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.push(element.getAttribute(name) ?? '');
    return [...new Set([document.title, ...said].filter((text) => bare.test(text) && !text.includes('{{')))];
  }, areas);

/** What can be moved sideways although it is no strip: the page itself and its large parts. */
const sidewaysOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [document.documentElement, ...document.body.querySelectorAll('*')]
      .filter((element) => {
        const { overflowX } = getComputedStyle(element);
        const scrolls = element === document.documentElement || overflowX === 'auto' || overflowX === 'scroll';
        return scrolls && element.clientHeight > innerHeight * 0.4 && element.scrollWidth > element.clientWidth;
      })
      .map((element) => `${element.tagName} ${element.className}: ${element.scrollWidth} in ${element.clientWidth}`),
  );

/** Looks at a page as it stands, and remembers what is wrong with it. */
function looking({ size }: Look) {
  const found: { [where: string]: string[] } = {};
  const look = async (where: string, page: Page): Promise<void> => {
    await standsStill(page);
    found[where] = [
      ...(await barriersOn(page)),
      ...(await bareKeysOn(page)).map((text) => `bare key: ${text}`),
      ...(size === phone ? await sidewaysOn(page) : []).map((part) => `sideways: ${part}`),
    ];
  };
  const wrong = () => Object.fromEntries(Object.entries(found).filter(([, lines]) => lines.length > 0));
  return { look, wrong, seen: () => Object.keys(found) };
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

for (const [named, options] of looks) {
  const say = textsIn(options.language);

  inBrowser(`nothing stands in anybody's way on any page: ${named}`, async ({ open }) => {
    const { look, wrong } = looking(options);

    const outside = await open({ ...options, signedIn: false, expects: /status of 401/ });
    await outside.goto('/sign-in');
    await outside.getByRole('button', { name: say('shell.demoSignIn') }).waitFor();
    await look('signing in', outside);

    const page = await open(options);
    await page.goto('/');
    await page.getByText(say('home.steps.title')).waitFor();
    await look('home', page);
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'Bienvenida' }).waitFor();
    await look('going to a page', page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.goto('/help');
    await heading(page, say('shell.whatIsThis'));
    await look('help', page);

    await page.goto('/flows');
    await page.getByRole('link', { name: 'Bienvenida' }).first().waitFor();
    await look('flows', page);
    await page.keyboard.press('?');
    await page.getByText(say('shell.keysHere')).waitFor();
    await look('the keys', page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.goto('/flows?new');
    await page.getByRole('button', { name: say('flows.new.create') }).waitFor();
    await look('a new flow', page);
    await page.goto('/flows?new=encuesta');
    await page.getByRole('button', { name: say('flows.new.create') }).waitFor();
    await look('a new flow from an example', page);

    await page.goto('/flows');
    await page.getByRole('link', { name: 'Bienvenida' }).first().waitFor();
    const file = { name: 'encuesta.flow.json', mimeType: 'application/json' };
    const broken = example.replace('"to": "baja"', '"to": "comentario"').replace('Del 1 al 5', '{{ 1 + }}');
    await page.locator('input[type=file]').setInputFiles({ ...file, buffer: Buffer.from(broken) });
    await page.getByRole('dialog').getByText(say('flows.import.content')).waitFor();
    await look('the report of an import', page);
    await page.getByRole('button', { name: say('common.cancel') }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('input[type=file]').setInputFiles({ ...file, buffer: Buffer.from('{"nodes": 3}') });
    await page.getByText(say('flows.import.unreadable')).waitFor();
    await look('the report of a file that cannot be read', page);

    await page.goto('/channels/demo-whatsapp');
    await page.getByRole('heading', { name: say('channelPage.webhook') }).waitFor();
    await look('a channel', page);
    await page.goto('/channels?new');
    await page.getByRole('dialog').waitFor();
    await look('the channels, connecting a number', page);

    for (const tab of ['groups', 'globals', 'secrets', 'texts']) {
      await page.goto(`/settings/${tab}`);
      await heading(page, say('definitions.title'));
      await page.getByText(say(`definitions.${tab}.lead`)).waitFor();
      await look(`settings: ${tab}`, page);
    }
    await page.goto('/settings/globals');
    await page.getByRole('button', { name: say('definitions.globals.new') }).click();
    await page.getByRole('dialog').waitFor();
    await look('a new constant', page);

    await page.goto('/nowhere');
    await page.getByText(say('shell.notFoundTitle')).waitFor();
    await look('a page that is not there', page);

    expect(wrong()).toEqual({});
  });

  inBrowser(`nothing stands in anybody's way in the flow editor: ${named}`, async ({ open }) => {
    const { look, wrong } = looking(options);
    const page = await open(options);
    const atDesk = options.size === desk;
    const button = (key: string) => page.getByRole('button', { name: say(key), exact: true });

    await page.goto('/flows/bienvenida');
    await page.getByTestId(atDesk ? 'card-menu' : 'outline-menu').waitFor();
    await look('a flow', page);

    for (const id of ['menu', 'horario', 'mapa', 'avisar', 'fin']) {
      const card = page.getByTestId(atDesk ? `card-${id}` : `outline-${id}`);
      if (atDesk) await page.locator(`.react-flow__node[data-id="${id}"]`).press(' ');
      else await card.click();
      const panel = page.getByRole('complementary', { name: say('inspector.panel.card') });
      await panel.waitFor();
      if (id === 'menu') await panel.locator('.cm-content').first().waitFor();
      await look(`the card ${id}`, page);
      if (!atDesk) await panel.getByRole('button', { name: say('common.close') }).click();
    }

    if (atDesk) await page.getByTestId('trigger-primera-vez').press('Enter');
    else await page.getByRole('button', { name: say('canvas.start.new-conversation') }).click();
    await page.getByRole('complementary', { name: say('inspector.panel.trigger') }).waitFor();
    await look('a trigger', page);
    if (!atDesk) await button('common.close').click();

    await button('editor.settings').click();
    await page.getByRole('complementary', { name: say('inspector.panel.settings') }).waitFor();
    await look('the settings', page);
    if (!atDesk) await button('common.close').click();

    if (atDesk) await button('editor.try').click();
    else await button('editor.tabs.simulator').click();
    await page.getByPlaceholder(/./).last().waitFor();
    await page.getByRole('log').getByRole('button').first().click();
    await page.getByRole('log').getByRole('button', { name: 'Hablar con alguien' }).click();
    await page.getByRole('log').getByText('Listo, le avisé al equipo.').waitFor();
    await look('the simulator', page);

    if (atDesk) {
      await page.getByTestId('drawer-problems').click();
      await page.locator('#flow-drawer').waitFor();
      await look('the problems', page);
      await page.getByTestId('drawer-versions').click();
      await page
        .locator('#flow-drawer')
        .getByText(say('publish.versions.version', { version: 1 }))
        .waitFor();
      await look('the versions', page);
    } else {
      await button('common.close').click();
      await page
        .getByRole('navigation', { name: say('editor.tabs.label') })
        .getByRole('button')
        .last()
        .click();
      await page.getByText(say('publish.versions.version', { version: 1 })).waitFor();
      await look('problems and versions', page);
    }

    await button('editor.publish').last().click();
    await page.getByRole('dialog').getByText(say('publish.unchanged')).waitFor();
    await look('the publish dialog', page);

    expect(wrong()).toEqual({});
  });
}
