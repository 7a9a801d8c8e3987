import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type { ChannelTemplates } from '../../../runtime/channels/index.ts';
import { asId, type ChannelId } from '../../../runtime/contract/index.ts';
import { flowTools } from '../../../api/flows/tools.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let told: ChannelTemplates = { ok: true, templates: [], more: false };

beforeAll(async () => {
  api = await startTestApi(flowTools, {
    channelStatus: { diagnose: () => Promise.resolve([]), templates: () => Promise.resolve(told) },
  });
  const workspaceId = await api.workspace('shop', 'cauce_owner');
  await api.workspace('shop', 'cauce_agent', 'agent');
  await api.workspace('elsewhere', 'cauce_elsewhere');
  await api.deps.channels.create(workspaceId, {
    id: asId<ChannelId>('shop'),
    type: 'whatsapp-cloud',
    name: 'Tienda',
    settings: {},
  });
});
afterAll(() => api.close());

const read = (key = 'cauce_owner', channel = 'shop') =>
  request(api.app).get(`/api/v1/channels/${channel}/templates`).set('authorization', `Bearer ${key}`);

describe('the templates of a number', () => {
  test('are told as the provider has them', async () => {
    const template = {
      name: 'aviso',
      language: 'es',
      category: 'utility' as const,
      status: 'approved',
      parameterFormat: 'positional' as const,
      components: { body: { text: 'Hola, {{1}}', variables: ['1'], examples: { 1: 'Ana' } } },
    };
    told = { ok: true, templates: [template], more: true };
    const { body } = await read().expect(200);
    expect(body).toEqual({ items: [template], more: true });
  });

  test('that the provider does not give are a problem with its words', async () => {
    told = { ok: false, finding: { code: 'token-invalid', severity: 'error', detail: 'The session is invalid.' } };
    const { body } = await read().expect(502);
    expect(body).toMatchObject({
      code: 'channel.templates-unavailable',
      detail: 'The session is invalid.',
      params: { finding: 'token-invalid', detail: 'The session is invalid.' },
    });
    told = { ok: false, finding: { code: 'api-error', severity: 'error' } };
    expect((await read().expect(502)).body).toMatchObject({ detail: 'api-error' });
  });

  test("are nobody else's business", async () => {
    told = { ok: true, templates: [], more: false };
    await read('cauce_elsewhere').expect(404);
    await read('cauce_agent').expect(403);
    await read('cauce_owner', 'nowhere').expect(404);
  });
});
