import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startFakeGraph, type FakeGraph } from '../../../runtime/channels/whatsapp-cloud/fake/index.ts';
import { closeConnections } from '../../../runtime/channels/whatsapp-cloud/http.ts';
import { whatsappCloud } from '../../../runtime/channels/whatsapp-cloud/index.ts';
import { withDefaults } from '../../../runtime/channels/whatsapp-cloud/settings.ts';

let fake: FakeGraph;
beforeAll(async () => {
  fake = await startFakeGraph();
});
afterAll(async () => {
  await fake.close();
  await closeConnections();
});

const read = (accessToken = 'demo-token', wabaId = '200000000000001', signal?: AbortSignal) =>
  whatsappCloud.templates(
    withDefaults({
      phoneNumberId: '100000000000001',
      wabaId,
      accessToken,
      appSecret: 'demo-app-secret',
      verifyToken: 'demo-verify',
    }),
    { baseUrl: fake.url, version: 'v25.0', ...(signal && { signal }) },
  );

async function create(count: number, from: number): Promise<void> {
  for (let n = from; n < from + count; n += 1) {
    await fetch(`${fake.url}/v25.0/200000000000001/message_templates`, {
      method: 'POST',
      headers: { authorization: 'Bearer demo-token' },
      body: JSON.stringify({
        name: `serie_${n}`,
        language: 'es',
        category: 'marketing',
        parameter_format: 'named',
        components: [{ type: 'BODY', text: 'Hola, {{nombre}}' }],
      }),
    });
  }
}

test('the templates of the account are read over all their pages, up to 500', async () => {
  const few = await read();
  if (!few.ok) throw new Error(few.finding.code);
  expect(few.more).toBe(false);
  const own = few.templates.length;
  expect(few.templates.map(({ language }) => language)).toEqual(expect.arrayContaining(['es', 'pt_BR', 'en_US']));

  await create(200 - own, 0);
  const pages = await read();
  expect(pages).toMatchObject({ ok: true, more: false });
  expect(
    pages.ok && [
      pages.templates.length,
      new Set(pages.templates.map(({ name, language }) => `${name}/${language}`)).size,
    ],
  ).toEqual([200, 200]);
  expect(pages.ok && pages.templates.at(-1)).toEqual({
    name: `serie_${199 - own}`,
    language: 'es',
    category: 'marketing',
    status: 'approved',
    parameterFormat: 'named',
    components: { body: { text: 'Hola, {{nombre}}', variables: ['nombre'], examples: {} } },
  });

  await create(300, 1_000);
  expect(await read()).toMatchObject({ ok: true, more: false, templates: { length: 500 } });
  await create(1, 2_000);
  expect(await read()).toMatchObject({ ok: true, more: true, templates: { length: 500 } });
});

test('what keeps them away is told as the doctor of the channel tells it', async () => {
  expect(await read('wrong')).toMatchObject({ ok: false, finding: { code: 'token-invalid', severity: 'error' } });
  expect(await read('demo-token', '9')).toMatchObject({ ok: false, finding: { code: 'account-not-found' } });
  expect(await read('demo-token', '200000000000001', AbortSignal.abort())).toMatchObject({
    ok: false,
    finding: { code: 'api-unreachable' },
  });
});
