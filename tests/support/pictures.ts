import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ensureBuilt, projectRoot, startCauce } from './cauce.ts';
import { demoPerson, desk, launchChromium, phone } from './chromium.ts';

/** `npm run pictures`: takes the pictures of the documentation (docs/screens) anew, from the demo with some conversations in it. */
const folder = join(projectRoot, 'docs/screens');
const data = mkdtempSync(join(tmpdir(), 'cauce-pictures-'));
mkdirSync(folder, { recursive: true });
await ensureBuilt();
const cauce = await startCauce({ dataDir: join(data, 'data') });
const browser = await launchChromium();

async function open(look: { scheme?: 'light' | 'dark'; size?: typeof desk } = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: cauce.url,
    viewport: look.size ?? desk,
    locale: 'es-CO',
    timezoneId: 'America/Bogota',
    colorScheme: look.scheme ?? 'light',
    reducedMotion: 'reduce',
  });
  await context.request.post('/api/v1/sign-in', { data: demoPerson });
  return context.newPage();
}

const take = (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) });

try {
  const page = await open();
  await page.goto('/phone');
  const thread = page.getByRole('log');
  await page.getByPlaceholder('Escribe como Ana Torres').fill('hola');
  await page.keyboard.press('Enter');
  await thread.getByRole('button', { name: 'Hablar con alguien' }).click();
  await thread.getByText('Listo, le avisé al equipo.').waitFor();
  await page.getByRole('button', { name: 'Otra persona' }).click();
  await page.getByLabel('Nombre', { exact: true }).fill('Bruno Díaz');
  await page.keyboard.press('Enter');
  await page.getByPlaceholder('Escribe como Bruno Díaz').fill('Quiero una pizza');
  await page.keyboard.press('Enter');
  await thread.getByText('¿Qué pizza quieres hoy?').waitFor();
  await take(page, 'test-phone');

  await page.goto('/conversations');
  await page.getByRole('link', { name: /Ana Torres/ }).click();
  await page.getByRole('log').getByRole('link', { name: '¿Por qué?' }).last().click();
  await page.getByText('Aquí terminó el flujo').waitFor();
  await take(page, 'conversations');

  await page.goto('/flows');
  await page.getByRole('link', { name: 'Pedido de pizza' }).waitFor();
  await take(page, 'flows');

  for (const scheme of ['light', 'dark'] as const) {
    const editor = await open({ scheme });
    await editor.goto('/flows/pedido-pizza');
    await editor.getByTestId('card-tamano').click({ position: { x: 60, y: 14 } });
    await editor.getByRole('textbox', { name: 'Pregunta', exact: true }).waitFor();
    await take(editor, scheme === 'light' ? 'editor' : 'editor-dark');
    if (scheme === 'dark') continue;
    await editor.getByRole('button', { name: 'Probar' }).click();
    await editor.getByPlaceholder(/^Escribe como/).fill('pizza');
    await editor.keyboard.press('Enter');
    await editor
      .getByRole('log')
      .getByRole('button', { name: /Ver pizzas/ })
      .click();
    await editor.getByText('Napolitana').last().click();
    await editor.getByRole('log').getByRole('button', { name: 'Mediana' }).click();
    await editor.getByRole('log').getByText('¿Cuántas quieres?').waitFor();
    await take(editor, 'simulator');
  }

  const small = await open({ size: phone });
  await small.goto('/conversations');
  await small.getByRole('link', { name: /Ana Torres/ }).click();
  await small.getByRole('log').getByText('Listo, le avisé al equipo.').waitFor();
  await take(small, 'phone');
} finally {
  await browser.close();
  await cauce.stop();
  rmSync(data, { recursive: true, force: true });
}
