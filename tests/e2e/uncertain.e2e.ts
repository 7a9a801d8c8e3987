import { afterAll, beforeAll, expect } from '@jest/globals';
import { startFakeGraph, type FakeGraph } from '../../runtime/channels/whatsapp-cloud/fake/index.ts';
import { barriersOn, browserTests } from '../support/browser.ts';

let graph: FakeGraph;
beforeAll(async () => {
  graph = await startFakeGraph({ statuses: 'none' });
});
const inBrowser = browserTests({ graphUrl: () => graph.url });
afterAll(() => graph.close());

inBrowser('a message that may have arrived is settled by whoever looks at it', async ({ open, url }) => {
  graph.behave({ webhookUrl: `${url}/webhooks/whatsapp/demo-whatsapp` });
  graph.plan(['reset-after']);
  await graph.sendText('12025550100', 'ping 1');

  const page = await open();
  await page.goto('/conversations?show=uncertain');
  await page.getByRole('link', { name: /Hay mensajes que no se sabe si llegaron/ }).click();
  const box = page.getByRole('region', { name: 'No se sabe si llegó' });
  await box.waitFor();
  expect(await barriersOn(page)).toEqual([]);

  await box.getByRole('button', { name: 'Enviar de nuevo' }).click();
  const question = page.getByRole('dialog', { name: '¿Enviar de nuevo?' });
  await question.getByText('No se puede deshacer.').waitFor();
  expect(await barriersOn(page)).toEqual([]);
  const before = graph.messages.length;
  await question.getByRole('button', { name: 'Enviar de nuevo' }).click();
  await box.waitFor({ state: 'detached' });
  await page.getByRole('log').getByText('pong #1 v1').nth(1).waitFor();
  expect(graph.messages.length).toBe(before + 1);
  await page.getByText('Se sabe qué pasó con cada mensaje.').waitFor();
});

inBrowser('the test phone says why it is not there, and what to do', async ({ open }) => {
  const page = await open();
  await page.goto('/phone');
  await page.getByRole('heading', { name: 'Aquí los mensajes salen a WhatsApp de verdad' }).waitFor();
  expect(await barriersOn(page)).toEqual([]);
});
