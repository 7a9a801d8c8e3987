import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserTests } from '../support/browser.ts';
import { hasFocus, pick } from '../support/keyboard.ts';
import { between, seededRandom } from '../support/seeded-random.ts';

const inBrowser = browserTests();

/** The cards that are drawn, in the order in which they stand in the flow. */
const cardsOn = (page: Page): Promise<string[]> =>
  page.locator('.react-flow__node').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-id') ?? ''));

/** The editor in the hands of somebody who changes whatever chance names. */
class Hands {
  readonly page: Page;
  readonly random: () => number;
  /** How many cards the flow has. */
  count: number;

  constructor(page: Page, random: () => number, count: number) {
    this.page = page;
    this.random = random;
    this.count = count;
  }

  readonly press = (key: string): Promise<void> => this.page.keyboard.press(key);

  /** Sees the whole flow, and puts the focus on one of its cards. */
  async someCard(): Promise<string> {
    const { page, random, count } = this;
    await page.getByTestId('canvas').focus();
    await this.press('1');
    await page.waitForFunction((drawn) => document.querySelectorAll('.react-flow__node').length === drawn, count);
    const cards = await cardsOn(page);
    const id = cards[between(random, 0, cards.length - 1)] ?? '';
    const card = page.locator(`.react-flow__node[data-id="${id}"]`);
    await card.focus();
    await hasFocus(card);
    return id;
  }

  readonly edits: readonly (() => Promise<void>)[] = [
    async () => {
      await this.someCard();
      await this.press('Space');
      await this.press('a');
      const [words, sought] = [
        ['send text', /^Send text/],
        ['ask with list', /^Ask with list/],
        ['decide', /^Decide/],
        ['end', /^End$/],
      ][between(this.random, 0, 3)] as [string, RegExp];
      await pick(this.page, words, sought);
      this.count += 1;
    },
    async () => {
      await this.someCard();
      const arrow = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'][between(this.random, 0, 3)] ?? '';
      for (let times = between(this.random, 1, 4); times > 0; times -= 1) await this.press(arrow);
    },
    async () => {
      await this.someCard();
      await this.press('F2');
      await hasFocus(this.page.locator('.react-flow__node input'));
      await this.page.keyboard.type(`Name ${between(this.random, 0, 999)}`);
      await this.press('Enter');
    },
    async () => {
      await this.someCard();
      await this.press('Enter');
      const panel = this.page.getByRole('complementary', { name: 'Chosen card' });
      await panel.waitFor();
      if ((await panel.getByText(/^(?:Text|Question|Note)$/).count()) === 0) return;
      // The field that is asked first has had the focus before another is chosen.
      await panel.locator(':focus').waitFor();
      const text = panel.locator('.cm-content').first();
      await text.focus();
      await hasFocus(text);
      await this.page.keyboard.type(`words ${between(this.random, 0, 999)} `);
    },
    async () => {
      await this.someCard();
      await this.press('c');
      await this.page.getByTestId('connect-from').waitFor();
      if ((await this.page.getByRole('option').count()) === 0) return this.press('Escape');
      for (let times = between(this.random, 0, 2); times > 0; times -= 1) await this.press('ArrowDown');
      await this.press('Enter');
      await this.page.getByTestId('connect-to').locator('[data-combobox-selected]').waitFor();
      for (let times = between(this.random, 0, 6); times > 0; times -= 1) await this.press('ArrowDown');
      await this.press('Enter');
    },
    async () => {
      const id = await this.someCard();
      await this.page.locator(`[data-menu-of="${id}"]`).press('Enter');
      await this.page.getByRole('menuitem', { name: 'Rename' }).waitFor();
      const disconnect = this.page.getByRole('menuitem', { name: 'Disconnect' });
      if ((await disconnect.count()) > 0) await disconnect.press('Enter');
      else await this.press('Escape');
      await this.page.getByRole('menu').waitFor({ state: 'detached' });
    },
    async () => {
      if (this.count < 8) return;
      await this.someCard();
      await this.press('Delete');
      this.count -= 1;
    },
    async () => {
      await this.someCard();
      await this.press('Control+d');
      this.count += 1;
    },
    async () => {
      await this.page.getByRole('button', { name: 'Flow settings' }).press('Enter');
      const panel = this.page.getByRole('complementary', { name: 'Flow settings' });
      await panel.waitFor();
      const what = between(this.random, 0, 2);
      if (what === 0) await panel.getByRole('switch').first().press('Space');
      else {
        const field = panel.getByRole('textbox', { name: what === 1 ? 'Name' : 'If something fails, say' }).first();
        await field.press('End');
        await this.page.keyboard.type(` ${between(this.random, 0, 999)}`);
      }
    },
  ];
}

const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });
const redo = (page: Page) => page.getByRole('button', { name: 'Redo', exact: true });

/** The draft as the server has it, once it has all. */
async function draftOf(page: Page): Promise<unknown> {
  await page.locator('[data-testid="save-state"][data-status="saved"]').waitFor();
  const answer = await page.request.get('/api/v1/flows/bienvenida');
  return ((await answer.json()) as { flow: unknown }).flow;
}

/** At once, with what may not have been sent yet. */
async function reload(page: Page): Promise<void> {
  await page.reload();
  await page.locator('.react-flow__node').first().waitFor();
}

/** Presses until nothing is left to take back, or to do again; how often. `reloadAt` reloads the page after so many. */
async function all(page: Page, key: string, left: ReturnType<typeof undo>, reloadAt?: number): Promise<number> {
  let steps = 0;
  await page.getByTestId('canvas').focus();
  while (await left.isEnabled()) {
    await page.keyboard.press(key);
    steps += 1;
    if (steps === reloadAt) await reload(page);
  }
  return steps;
}

inBrowser(
  'fifty edits undone give the start and redone the end, whatever page is reloaded in between',
  async ({ open }) => {
    const page = await open({ language: 'en' });
    await page.goto('/flows/bienvenida');
    await page.locator('.react-flow__node').first().waitFor();
    const start = await draftOf(page);
    const random = seededRandom(20_260_105);
    const hands = new Hands(page, random, 11);

    for (let made = 1; made <= 50; made += 1) {
      await hands.edits[between(random, 0, hands.edits.length - 1)]?.();
      if (made === 25) await reload(page);
    }
    const end = await draftOf(page);
    expect(end).not.toEqual(start);

    const undone = await all(page, 'Control+z', undo(page), 15);
    expect(undone).toBeGreaterThan(30);
    expect(await draftOf(page)).toEqual(start);

    expect(await all(page, 'Control+Shift+z', redo(page))).toBe(undone);
    expect(await draftOf(page)).toEqual(end);
  },
);
