import type { Locator, Page } from 'playwright-core';

/** Waits until something has the focus. */
export const hasFocus = (target: Locator): Promise<void> => target.and(target.page().locator(':focus')).waitFor();

/** Goes to something as somebody without a mouse does, and fails where no key leads there. */
export async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  // A control that is drawn by another element is there without being seen.
  await target.waitFor({ state: 'attached' });
  const page = target.page();
  const there = target.and(page.locator(':focus'));
  for (let pressed = 0; pressed <= 150; pressed += 1) {
    if ((await there.count()) > 0) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${target.toString()}`);
}

/** Types into the list that is open, goes down to what is sought in what it finds, and picks that. */
export async function pick(page: Page, words: string, sought: RegExp): Promise<void> {
  await page.locator('input[role=combobox]:focus, input[aria-haspopup=listbox]:focus').waitFor();
  await page.keyboard.type(words);
  const selected = page.locator('[role=option][data-combobox-selected]');
  await page.getByRole('option').filter({ hasText: sought }).first().waitFor();
  await selected.waitFor();
  while ((await selected.filter({ hasText: sought }).count()) === 0) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}
