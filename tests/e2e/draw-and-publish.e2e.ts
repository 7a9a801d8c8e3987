import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserTests } from '../support/browser.ts';

const inBrowser = browserTests();

/** The id of the card that says this. */
async function cardOf(page: Page, words: string): Promise<string> {
  const card = page.locator('[data-testid^="card-"]', { hasText: words });
  await card.waitFor();
  return (await card.getAttribute('data-testid'))?.slice('card-'.length) ?? '';
}

/** Where something stands, once it stands still. */
async function boxOf(page: Page, id: string) {
  for (let before = ''; ;) {
    const box = await page.getByTestId(id).boundingBox();
    if (!box) throw new Error(`${id} is not to be seen`);
    if (JSON.stringify(box) === before) return box;
    before = JSON.stringify(box);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
}

/** Draws a line with the mouse, from a way out to anywhere on a card. */
async function connect(page: Page, port: string, card: string): Promise<void> {
  const from = await boxOf(page, port);
  const to = await boxOf(page, card);
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 8, from.y + from.height / 2 + 4);
  await page.mouse.move(to.x + 48, to.y + 14, { steps: 8 });
  await page.mouse.up();
  await page.locator(`[data-testid="${port}"][aria-label$=", conectada"]`).waitFor();
}

const saved = (page: Page) => page.locator('[data-testid="save-state"][data-status="saved"]').waitFor();

inBrowser('somebody draws a flow, tries it, publishes it and watches a customer use it', async ({ open }) => {
  // A name that is taken is answered 409, and the flow gets another id.
  const page = await open();
  await page.goto('/flows');
  await page.getByRole('button', { name: 'Nuevo flujo' }).click();
  await page.getByRole('textbox', { name: 'Nombre' }).fill('Café o té');
  await page.getByRole('combobox', { name: 'Palabras que lo inician' }).fill('buenas');
  await page.getByRole('button', { name: 'Crear' }).click();
  await page.waitForURL('**/flows/cafe-o-te');
  const canvas = page.getByTestId('canvas');
  const hello = await cardOf(page, 'Enviar texto');

  // Two more cards are dragged in; the list of problems says what they lack.
  await page.getByTestId('palette-ask-buttons').dragTo(canvas, { targetPosition: { x: 780, y: 160 } });
  const question = await cardOf(page, 'Preguntar con botones');
  await page.getByTestId('drawer-problems').click();
  const problems = page.getByTestId('problems');
  await problems.getByText('Falta un texto.').first().waitFor();
  await problems.getByText('Ningún camino llega a esta tarjeta.').waitFor();
  await page.getByTestId('drawer-problems').click();

  await page.getByRole('textbox', { name: 'Pregunta', exact: true }).click();
  await page.keyboard.type('¿Café o té?');
  for (const [index, title] of ['Café', 'Té'].entries()) {
    await page.getByRole('button', { name: 'Añadir botón' }).click();
    await page.getByRole('textbox', { name: `Botón ${index + 1}`, exact: true }).fill(title);
  }
  await page.keyboard.press('Escape');
  await page.getByTestId('palette-end').dragTo(canvas, { targetPosition: { x: 860, y: 620 } });
  const end = await cardOf(page, 'Terminar');
  await page.getByRole('button', { name: 'Ver todo (1)' }).click();

  await connect(page, `port-${hello}-next`, `card-${question}`);
  for (const title of ['Café', 'Té', 'Otra respuesta', 'Sin respuesta', 'Error']) {
    const port = page.getByTestId(`card-${question}`).locator(`[aria-label^="Salida «${title}"]`);
    await connect(page, (await port.getAttribute('data-testid')) ?? '', `card-${end}`);
  }
  await connect(page, `port-${hello}-error`, `card-${end}`);
  await page.getByTestId('drawer-problems').click();
  await page.getByText('No hay problemas. Puedes publicar.').waitFor();
  await page.getByTestId('drawer-problems').click();
  await saved(page);

  // Tried: the same engine, nothing is sent.
  await page.getByRole('button', { name: 'Probar' }).click();
  await page.getByPlaceholder(/^Escribe como/).fill('buenas');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByRole('button', { name: 'Té' }).click();
  await page.getByRole('log').getByText('El flujo terminó.').waitFor();

  // Published: a customer is answered.
  await page.getByRole('button', { name: 'Publicar' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Publicar' }).click();
  await dialog.getByText('La versión 1 responde desde ahora').waitFor();

  const watching = await open();
  await watching.goto('/conversations');
  await watching.getByText('Todavía nadie ha escrito').waitFor();

  await dialog.getByRole('link', { name: 'Teléfono de prueba' }).click();
  await page.waitForURL('**/phone**');
  await page.getByPlaceholder('Escribe como Ana Torres').fill('buenas');
  await page.keyboard.press('Enter');
  const phone = page.getByRole('log');
  await phone.getByRole('button', { name: 'Café' }).click();
  await phone.getByText('Tocó un botón').waitFor();

  const row = watching.getByRole('link', { name: /Ana Torres/ });
  await row.click();
  const conversation = watching.getByRole('log');
  await conversation.getByText('¿Café o té?').waitFor();
  await conversation.getByRole('link', { name: '¿Por qué?' }).last().click();
  const why = watching.getByRole('complementary', { name: '¿Por qué?' });
  await why.getByText('Café o té').first().waitFor();
  expect(await why.getByText('Preguntar con botones').count()).toBeGreaterThan(0);
});
