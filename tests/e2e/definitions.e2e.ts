import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserTests } from '../support/browser.ts';
import { hasFocus, tabTo } from '../support/keyboard.ts';

const inBrowser = browserTests();

/** All that a page shows or holds in its fields. */
const heldOn = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map((field) =>
      field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : '',
    );
    return [document.documentElement.outerHTML, ...fields, JSON.stringify(localStorage)].join('\n');
  });

inBrowser(
  'somebody without a mouse keeps a group, a constant and a secret, and the secret is not shown again',
  async ({ open }) => {
    const page = await open({ language: 'en' });
    const { keyboard } = page;
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const field = (name: string) => page.getByRole('dialog').getByRole('textbox', { name, exact: true });
    const gone = () => page.getByRole('dialog').waitFor({ state: 'detached' });
    const row = (id: string) => page.locator(`tr[data-definition="${id}"]`);
    const answers: string[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/api/'))
        void response.text().then(
          (text) => answers.push(text),
          () => undefined,
        );
    });

    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await keyboard.press('g');
    await keyboard.press('s');
    await page.waitForURL('**/settings/groups');
    await row('vip').waitFor();
    await keyboard.press('n');
    await hasFocus(field('Name'));
    await keyboard.type('Regular customers');
    await keyboard.press('Enter');
    await gone();
    await row('regular-customers').waitFor();

    // Another name, and back; deleted, and back.
    await tabTo(button('Change “Regular customers”'));
    await keyboard.press('Enter');
    await hasFocus(field('Name'));
    await keyboard.press('Control+a');
    await keyboard.type('Faithful people');
    await keyboard.press('Enter');
    await gone();
    await row('regular-customers').getByText('Faithful people', { exact: true }).waitFor();
    await tabTo(button('Undo'));
    await keyboard.press('Enter');
    await row('regular-customers').getByText('Regular customers', { exact: true }).waitFor();
    await tabTo(button('Delete “Regular customers”'), 'Shift+Tab');
    await keyboard.press('Enter');
    await row('regular-customers').waitFor({ state: 'detached' });
    await tabTo(button('Undo'));
    await keyboard.press('Enter');
    await row('regular-customers').waitFor();

    await tabTo(page.getByRole('link', { name: 'Constants' }), 'Shift+Tab');
    await keyboard.press('Enter');
    await page.waitForURL('**/settings/globals');
    await page.getByRole('heading', { name: 'There are no constants yet' }).waitFor();
    await keyboard.press('n');
    await hasFocus(field('Name'));
    await keyboard.type('Delivery fee');
    await tabTo(page.getByRole('radio', { name: 'Text', exact: true }));
    await keyboard.press('ArrowRight');
    await tabTo(field('Value'));
    await keyboard.type('free');
    await keyboard.press('Enter');
    await page.getByText('Write a number', { exact: false }).waitFor();
    await keyboard.press('Control+a');
    await keyboard.type('1500.50');
    await keyboard.press('Enter');
    await gone();
    await row('delivery_fee').getByText('1500.5', { exact: true }).waitFor();
    await row('delivery_fee').getByText('{{ globals.delivery_fee }}').waitFor();

    await tabTo(page.getByRole('link', { name: 'Secrets' }), 'Shift+Tab');
    await keyboard.press('Enter');
    await page.waitForURL('**/settings/secrets');
    await page.getByRole('heading', { name: 'There are no secrets yet' }).waitFor();
    const value = 'k3y-that-nobody-sees';
    await keyboard.press('n');
    await hasFocus(field('Name'));
    await keyboard.type('CRM_TOKEN');
    await tabTo(page.getByLabel('Value', { exact: true }));
    await keyboard.type(value);
    await keyboard.press('Enter');
    await gone();
    await row('CRM_TOKEN').getByText('{{ secrets.CRM_TOKEN }}').waitFor();
    expect(await heldOn(page)).not.toContain(value);
    await tabTo(button('Replace the value of “CRM_TOKEN”'));
    await keyboard.press('Enter');
    await hasFocus(page.getByLabel('Value', { exact: true }));
    expect(await heldOn(page)).not.toContain(value);
    await keyboard.press('Escape');
    await gone();
    await page.reload();
    await row('CRM_TOKEN').waitFor();
    expect(await heldOn(page)).not.toContain(value);
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.filter((answer) => answer.includes(value))).toEqual([]);
  },
);
