import { expect } from '@jest/globals';
import { browserTests, demoPerson } from '../support/browser.ts';

const inBrowser = browserTests();

inBrowser('somebody who has not signed in is asked to, and then stands where they wanted to go', async ({ open }) => {
  const page = await open({ signedIn: false, expects: /status of 401/ });
  await page.goto('/conversations');
  await page.waitForURL('**/sign-in**');
  await page.getByLabel('Correo').fill(demoPerson.email);
  await page.getByLabel('Contraseña', { exact: true }).fill('not-the-password');
  await page.keyboard.press('Enter');
  await page.getByText('El correo o la contraseña no son correctos.').waitFor();
  await page.getByLabel('Contraseña', { exact: true }).fill(demoPerson.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Conversaciones', level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/conversations');
});
