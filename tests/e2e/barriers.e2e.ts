import { expect } from '@jest/globals';
import { barriersOn, browserTests, desk, phone, type PageOptions } from '../support/browser.ts';

const inBrowser = browserTests();

const looks: [string, PageOptions][] = [
  ['light, at a desk', { scheme: 'light', size: desk }],
  ['dark, at a desk', { scheme: 'dark', size: desk }],
  ['light, on a phone', { scheme: 'light', size: phone }],
  ['dark, on a phone', { scheme: 'dark', size: phone }],
];

inBrowser('a conversation is there to be looked at', async ({ open }) => {
  const page = await open();
  await page.goto('/phone');
  await page.getByPlaceholder('Escribe como Ana Torres').fill('hola');
  await page.keyboard.press('Enter');
  const thread = page.getByRole('log');
  await thread.getByRole('button', { name: 'Hablar con alguien' }).click();
  await thread.getByText('Listo, le avisé al equipo.').waitFor();
});

for (const [look, options] of looks)
  inBrowser(`nothing serious stands in anybody's way: ${look}`, async ({ open }) => {
    const page = await open(options);
    const found: { [where: string]: string[] } = {};

    await page.goto('/phone');
    await page.getByRole('log').getByText('Listo, le avisé al equipo.').waitFor();
    found['the test phone'] = await barriersOn(page);

    await page.goto('/conversations');
    await page.getByRole('link', { name: /Ana Torres/ }).waitFor();
    found['the list'] = await barriersOn(page);

    await page.getByRole('link', { name: /Ana Torres/ }).click();
    await page.getByRole('log').getByText('Listo, le avisé al equipo.').waitFor();
    found['a conversation'] = await barriersOn(page);

    await page.getByRole('link', { name: '¿Por qué?' }).last().click();
    await page.getByText('Aquí terminó el flujo').waitFor();
    found['why'] = await barriersOn(page);

    expect(found).toEqual({ 'the test phone': [], 'the list': [], 'a conversation': [], why: [] });
  });
