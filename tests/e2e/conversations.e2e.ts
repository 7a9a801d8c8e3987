import { expect } from '@jest/globals';
import { browserTests, phone } from '../support/browser.ts';

const inBrowser = browserTests();

inBrowser('what is written on the test phone appears live as a conversation, which says why', async ({ open }) => {
  const watching = await open();
  await watching.goto('/conversations');
  await watching.getByText('Todavía nadie ha escrito').waitFor();

  const writing = await open();
  await writing.goto('/phone');
  await writing.getByPlaceholder('Escribe como Ana Torres').fill('hola');
  await writing.keyboard.press('Enter');
  const thread = writing.getByRole('log');
  await thread.getByText('¡Hola, Ana!').waitFor();
  await thread.getByRole('button', { name: 'Hablar con alguien' }).click();
  await thread.getByText('Listo, le avisé al equipo.').waitFor();

  // Nobody touches the other page: it hears of it.
  const row = watching.getByRole('link', { name: /Ana Torres/ });
  await row.waitFor();
  await row.getByText(/Pide atención/).waitFor({ state: 'attached' });
  await row.click();
  const conversation = watching.getByRole('log');
  await conversation.getByText('Listo, le avisé al equipo.').waitFor();
  await conversation.getByRole('link', { name: '¿Por qué?' }).last().click();
  const why = watching.getByRole('complementary', { name: '¿Por qué?' });
  await why.getByText('Escribió «Hablar con alguien»').first().waitFor();
  await why.getByText('Se quedó esperando').waitFor({ state: 'attached' });
  await why.getByText('Aquí terminó el flujo').waitFor();

  await conversation
    .getByRole('link', { name: /Bienvenida · / })
    .last()
    .click();
  const card = watching.getByTestId('flow-page').getByRole('complementary', { name: 'Tarjeta elegida' });
  await card.getByText('Listo, le avisé al equipo.').waitFor();
  await watching.goBack();

  await watching.getByRole('button', { name: 'Atendido' }).click();
  await watching.getByRole('region', { name: 'Pide atención' }).waitFor({ state: 'detached' });
  await row.getByText(/Pide atención/).waitFor({ state: 'detached' });
});

inBrowser('on a phone a conversation takes the screen, and the way back leads to the list', async ({ open }) => {
  const page = await open({ size: phone, language: 'pt' });
  await page.goto('/conversations');
  await page.getByRole('link', { name: /Ana Torres/ }).click();
  await page.getByRole('log').waitFor();
  expect(await page.getByRole('heading', { name: 'Conversas' }).isVisible()).toBe(false);
  await page.getByRole('link', { name: 'Ver os dados da pessoa' }).click();
  await page.getByRole('complementary', { name: 'Pessoa' }).getByText('+1 202 555 0100').first().waitFor();
  await page.getByRole('link', { name: 'Fechar' }).click();
  await page.getByRole('link', { name: 'Voltar' }).click();
  await page.getByRole('heading', { name: 'Conversas' }).waitFor();
});

inBrowser('arrows walk the list, and F goes to its search', async ({ open }) => {
  const page = await open({ language: 'en' });
  await page.goto('/phone');
  for (const name of ['Bruno', 'Carla']) {
    await page.getByRole('button', { name: 'Another person' }).click();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.keyboard.press('Enter');
    await page.getByPlaceholder(`Write as ${name}`).fill('ping 1');
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText('pong #1 v1').waitFor();
  }
  await page.goto('/conversations');
  await page.getByRole('link', { name: /Carla/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Bruno', level: 2 }).waitFor();
  await page.keyboard.press('f');
  await page.keyboard.type('car');
  await page.getByRole('link', { name: /Bruno/ }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: /Carla/ }).waitFor();
});
