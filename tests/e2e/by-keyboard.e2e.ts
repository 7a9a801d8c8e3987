import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserTests, demoPerson } from '../support/browser.ts';
import { hasFocus, pick, tabTo } from '../support/keyboard.ts';

const inBrowser = browserTests();

const saved = (page: Page) => page.locator('[data-testid="save-state"][data-status="saved"]').waitFor();
const cardOf = (page: Page, name: string) => page.getByRole('group', { name: new RegExp(`^${name}(,|$)`) });

inBrowser('somebody without a mouse draws a flow, mends it, tries it and publishes it', async ({ open }) => {
  const page = await open({ language: 'en' });
  const { keyboard } = page;
  const card = (name: string) => cardOf(page, name);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });

  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await keyboard.press('Control+k');
  await pick(page, 'flows', /^Flows/);
  await page.waitForURL('**/flows');
  await button('New flow').waitFor();
  await keyboard.press('n');
  await hasFocus(field('Name'));
  await keyboard.type('Coffee');
  await tabTo(page.getByRole('combobox', { name: 'Words that start it' }));
  await keyboard.type('hello');
  await keyboard.press('Enter');
  await tabTo(button('Create'));
  await keyboard.press('Enter');
  await page.waitForURL('**/flows/coffee');

  // A question after the first card, by its name.
  await tabTo(card('Send text'));
  await keyboard.press('Space');
  await page.getByRole('complementary', { name: 'Chosen card' }).waitFor();
  await keyboard.press('a');
  await pick(page, 'buttons', /^Ask with buttons/);
  await hasFocus(card('Ask with buttons'));
  await keyboard.press('F2');
  await hasFocus(field('Card name').and(page.locator('.react-flow__node input')));
  await keyboard.type('Drink');
  await keyboard.press('Enter');
  await hasFocus(card('Drink'));

  // What it lacks, and the way there.
  await keyboard.press('p');
  const problems = page.getByTestId('problems');
  await problems.getByText('A text is missing.').waitFor();
  await tabTo(problems.getByRole('listitem').filter({ hasText: 'A text is missing.' }).getByRole('button'));
  await keyboard.press('Enter');
  await hasFocus(field('Question'));
  await keyboard.type('Coffee or tea?');
  for (const [index, title] of ['Coffee', 'Tea'].entries()) {
    await tabTo(button('Add button'));
    await keyboard.press('Enter');
    await tabTo(field(`Button ${index + 1}`), 'Shift+Tab');
    await keyboard.type(title);
  }
  await tabTo(
    page.getByRole('complementary', { name: 'Chosen card' }).getByRole('button', { name: 'Close' }),
    'Shift+Tab',
  );
  await keyboard.press('Enter');

  // The end follows the first button; the second is led there by hand.
  await tabTo(card('Drink'), 'Shift+Tab');
  await keyboard.press('Space');
  await keyboard.press('a');
  await pick(page, 'end', /^End$/);
  await hasFocus(card('End'));
  await tabTo(card('Drink'), 'Shift+Tab');
  await keyboard.press('c');
  await pick(page, 'tea', /^Tea/);
  await pick(page, 'end', /^End$/);
  await page.getByText('“Tea” now leads to “End”.').waitFor();
  await hasFocus(card('Drink'));

  // Deleted with its lines, and back with them.
  const lines = page.locator('.react-flow__edge');
  await tabTo(card('End'));
  const drawn = await lines.count();
  expect(drawn).toBe(3);
  await keyboard.press('Delete');
  await card('End').waitFor({ state: 'detached' });
  await keyboard.press('Control+z');
  await card('End').waitFor();
  await lines.nth(drawn - 1).waitFor();
  await saved(page);

  await keyboard.press('t');
  const chat = page.getByRole('log');
  await tabTo(page.getByPlaceholder(/^Write as/));
  await keyboard.type('hello');
  await keyboard.press('Enter');
  await tabTo(chat.getByRole('button', { name: 'Tea' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await chat.getByText('The flow ended.').waitFor();

  await tabTo(button('Publish'), 'Shift+Tab');
  await keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Publish', disabled: false }).waitFor();
  await tabTo(dialog.getByRole('button', { name: 'Publish' }));
  await keyboard.press('Enter');
  await dialog.getByText('Version 1 answers from now on').waitFor();
  await tabTo(dialog.getByRole('button', { name: 'Done' }));
  await keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('v1 published').waitFor();
});

inBrowser(
  'somebody signs in, changes what an example says, tries it and publishes it, in Portuguese',
  async ({ open }) => {
    await open({ language: 'pt' });
    const page = await open({ language: 'pt', signedIn: false, expects: /status of 401/ });
    const { keyboard } = page;

    await page.goto('/flows/bienvenida');
    await page.waitForURL('**/sign-in**');
    await tabTo(page.getByRole('textbox', { name: 'E-mail' }));
    await keyboard.type(demoPerson.email);
    await tabTo(page.getByRole('textbox', { name: 'Senha', exact: true }));
    await keyboard.type(demoPerson.password);
    await keyboard.press('Enter');
    await page.waitForURL('**/flows/bienvenida');
    await cardOf(page, 'Menú').waitFor();

    await keyboard.press('Control+f');
    await pick(page, 'ya avisé', /^Ya avisé/);
    await hasFocus(cardOf(page, 'Ya avisé'));
    await keyboard.press('Enter');
    await hasFocus(page.getByRole('textbox', { name: 'Texto', exact: true }));
    await keyboard.press('Control+a');
    await keyboard.type('Pronto, avisei a equipe.');
    await page.locator('[data-testid="save-state"]:not([data-status="saved"])').waitFor();
    await saved(page);

    await tabTo(page.getByRole('button', { name: 'Testar', exact: true }), 'Shift+Tab');
    await keyboard.press('Enter');
    const chat = page.getByRole('log');
    await tabTo(page.getByPlaceholder(/^Escreva como/));
    await keyboard.type('oi');
    await keyboard.press('Enter');
    await tabTo(chat.getByRole('button', { name: 'Hablar con alguien' }), 'Shift+Tab');
    await keyboard.press('Enter');
    await chat.getByText('Pronto, avisei a equipe.').waitFor();

    await tabTo(page.getByRole('button', { name: 'Publicar', exact: true }), 'Shift+Tab');
    await keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Pronto, avisei a equipe.').waitFor();
    await dialog.getByRole('button', { name: 'Publicar', disabled: false }).waitFor();
    await tabTo(dialog.getByRole('button', { name: 'Publicar' }));
    await keyboard.press('Enter');
    await dialog.getByText('A versão 2 responde a partir de agora').waitFor();
  },
);
