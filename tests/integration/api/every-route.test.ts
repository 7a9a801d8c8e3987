import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TObject, TSchema } from '@sinclair/typebox';
import request, { type Test } from 'supertest';
import { flowTools } from '../../../api/flows/tools.ts';
import { defaultBodyLimit } from '../../../api/http/body.ts';
import { apiKeyIdOf } from '../../../api/store/api-keys.ts';
import { apiBase, type Route } from '../../../api/http/route.ts';
import { routes } from '../../../api/http/routes.ts';
import { asId, type ChannelId, type FlowId } from '../../../runtime/contract/index.ts';
import { startTestApi, type TestApi } from '../../support/api.ts';
import { chain, keyword } from '../../support/sample-flows.ts';

/**
 * What holds for every route, taken from the routes themselves: a new one is covered as soon as it is listed. Where a route needs a
 * sound request, it is made from its schemas; ids of things that exist in the workspace `mine` stand in `idsOfMine`.
 */
let api: TestApi;
const mine = 'cauce_key_of_mine';
const others = 'cauce_key_of_others';
const powerless = 'cauce_key_without_scopes';
const idsOfMine: { [param: string]: string } = {
  flowId: 'known',
  version: '1',
  conversationId: 'mine-whatsapp:c1',
  sessionId: 'mine-whatsapp:c1.1',
  messageId: 'mine-whatsapp:c1.1.1.0',
  contactId: 'c1',
  inputId: 'in_1',
  channelId: 'mine-whatsapp',
  fileId: 'file_1',
  triggerId: 'hook1',
  name: 'CRM_TOKEN',
  id: 'one',
  alertId: 'fa_one',
  keyId: apiKeyIdOf(powerless),
};
const at = '2026-01-05T09:00:00.000Z';

beforeAll(async () => {
  api = await startTestApi(flowTools);
  const workspaceId = await api.workspace('mine', mine);
  await api.workspace('others', others);
  await api.workspace('mine', powerless, 'owner', []);
  const flow = chain('known', keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }]);
  const draft = await api.deps.flows.create(
    workspaceId,
    { ...flow, triggers: [{ id: 'hook1', kind: 'webhook', contact: 'phone' }] },
    'test',
  );
  if (!draft) throw new Error('the flow was not made');
  await api.deps.flows.publish(workspaceId, draft, 'test');
  await api.deps.channels.create(workspaceId, {
    id: asId<ChannelId>('mine-whatsapp'),
    type: 'whatsapp-cloud',
    name: 'Mine',
    settings: { phoneNumberId: '1', accessToken: 'very-secret-token' },
  });
  const row = <Row>(value: Row) => ({ workspaceId, row: value });
  const conversationId = 'mine-whatsapp:c1';
  api.world.conversations.push(
    row({
      id: conversationId,
      channelId: 'mine-whatsapp',
      channelName: 'Mine',
      contact: { id: 'c1', name: 'Ana', phone: '+5215550001111' },
      startedAt: at,
      lastAt: at,
      preview: { at, text: 'Hola', direction: 'in' as const },
      flagged: null,
      uncertain: 1,
      windowOpenUntil: at,
      session: null,
      revision: 1,
      voice: 'bot',
      variables: {},
      results: {},
      outbox: [],
      mergedInto: null,
    }),
  );
  api.world.messages.push(
    row({
      id: 'mine-whatsapp:c1.1.1.0',
      conversationId,
      at,
      direction: 'out' as const,
      content: { kind: 'text' as const, body: 'Hola' },
      state: 'uncertain' as const,
      origin: { flowId: 'known', sessionId: 'mine-whatsapp:c1.1' },
    }),
  );
  api.world.contacts.push(
    row({ id: 'c1', name: 'Ana', phone: null, language: null, fields: {}, consent: {}, aliases: [], createdAt: at }),
  );
  api.world.inputs.push(
    row({
      id: 'in_1',
      channelId: 'mine-whatsapp',
      kind: 'start',
      at,
      state: 'done' as const,
      conversationId,
      sessionId: null,
      sessionStatus: null,
    }),
  );
  api.world.files.push({ workspaceId, id: 'file_1', bytes: Buffer.from('<script>'), mimeType: 'text/html' });
  api.world.triggers.push({ workspaceId, id: 'hook1' });
});
afterAll(() => api.close());

const addressOf = (route: Route, params: { [name: string]: string } = idsOfMine): string =>
  route.path.replace(/:([A-Za-z]+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? 'missing'));

function ask(route: Route, address = addressOf(route), key: string | undefined = mine): Test {
  const verb = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const asked = request(api.app)[verb](address);
  if (key !== undefined) void asked.set('authorization', `Bearer ${key}`);
  return asked;
}

/** A body that the schema takes: the least of it. */
function soundOf(schema: TSchema): unknown {
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return (schema['enum'] as unknown[])[0];
  if (Array.isArray(schema['anyOf'])) return soundOf((schema['anyOf'] as TSchema[])[0] as TSchema);
  if (schema['type'] === 'object') {
    const { properties } = schema as TObject;
    const least = schema['minProperties'] ? Object.keys(properties).slice(0, 1) : [];
    return Object.fromEntries(
      [...((schema['required'] ?? least) as string[])].map((name) => [name, soundOf(properties[name] as TSchema)]),
    );
  }
  if (schema['type'] === 'array') return schema['minItems'] ? [soundOf(schema['items'] as TSchema)] : [];
  if (schema['type'] === 'integer' || schema['type'] === 'number') return Number(schema['minimum'] ?? 1);
  if (schema['type'] === 'boolean') return true;
  if (schema['type'] === 'string') return schema['pattern'] === '^[^@\\s]+@[^@\\s]+$' ? 'a@b.co' : 'text-1';
  return {};
}

type Problem = { status: number; headers: { [name: string]: string }; body: { [name: string]: unknown } };
function expectProblem({ status, headers, body }: Problem, wanted: number, code?: string): void {
  expect({ status, code: code === undefined ? undefined : body['code'] }).toEqual({ status: wanted, code });
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ status: wanted, type: `urn:cauce:problem:${String(body['code'])}` });
  expect(body['requestId']).toBe(headers['x-request-id']);
}

const known = routes.filter(({ may }) => may !== 'public').map((route) => [route.on, route] as const);
const withBody = routes.filter(({ method }) => method !== 'GET').map((route) => [route.on, route] as const);

describe('without a key, with a wrong one or one that may nothing', () => {
  test.each(known)('%s is closed', async (_on, route) => {
    const body = route.body && soundOf(route.body);
    const none = await request(api.app)
      [route.method.toLowerCase() as 'post'](addressOf(route))
      .send(body as object);
    expectProblem(none as never, 401, 'access.unauthenticated');
    expect(none.headers['www-authenticate']).toBe('Bearer realm="cauce"');
    expectProblem((await ask(route, addressOf(route), 'cauce_wrong_key').send(body as object)) as never, 401);
    const basic = ask(route, addressOf(route), undefined)
      .set('authorization', 'Basic eDp5')
      .send(body as object);
    expectProblem((await basic) as never, 401);
    if (route.may === 'signed-in') return;
    expectProblem(
      (await ask(route, addressOf(route), powerless).send(body as object)) as never,
      403,
      'access.forbidden',
    );
  });
});

describe("with another workspace's key", () => {
  // What callers name themselves is made in their own workspace; that it is seen in no other is held where it is tested.
  const named = ['PUT /workspace/secrets/:name', 'PUT /groups/:id', 'PUT /labels/:id', 'PUT /fields/:id'].concat([
    'PUT /queues/:id',
    'PUT /globals/:id',
    'PUT /workspace/texts/:text',
  ]);
  const owned = known.filter(([on, route]) => route.params && !named.includes(on));
  test.each(owned)('%s knows nothing of it', async (_on, route) => {
    const asked = ask(route, addressOf(route), others).set('If-Match', '"1"');
    const answer = await asked.send(route.body ? (soundFor(route) as object) : undefined);
    expectProblem(answer as never, 404);
  });

  test('lists are empty', async () => {
    for (const path of ['flows', 'conversations', 'contacts', 'channels']) {
      const [own, foreign] = await Promise.all(
        [mine, others].map((key) => request(api.app).get(`${apiBase}/${path}`).set('authorization', `Bearer ${key}`)),
      );
      expect(own?.body.items).toHaveLength(1);
      expect(foreign?.body).toEqual({ items: [], nextCursor: null });
    }
  });
});

/** A sound body; a flow where a flow is meant. */
function soundFor(route: Route): unknown {
  if (route.on !== 'PUT /flows/:flowId') return route.body && soundOf(route.body);
  return chain('known', keyword('hola'), [{ id: 'say', type: 'send-text', config: { body: 'Hola' } }]);
}

const operators = [{ $gt: '' }, { $ne: null }];

describe('operators of the store where text or numbers are meant', () => {
  const withParams = routes.filter(({ params }) => params).map((route) => [route.on, route] as const);
  test.each(withParams)('%s refuses them in its address', async (_on, route) => {
    for (const name of Object.keys(route.params?.properties ?? {})) {
      const address = addressOf(route, { ...idsOfMine, [name]: '{"$gt":""}' });
      const answer = await ask(route, address).send(route.body ? (soundFor(route) as object) : undefined);
      expectProblem(answer as never, 422, 'request.invalid');
    }
  });

  test.each(routes.map((route) => [route.on, route] as const))('%s refuses them in its query', async (_on, route) => {
    const names = [...Object.keys(route.query?.properties ?? {}), 'other'];
    for (const name of names) {
      for (const query of [`${name}[$gt]=`, `${name}[$ne]=1`, `${name}=1&${name}=2`]) {
        const answer = await ask(route, `${addressOf(route)}?${encodeURI(query)}`).send(
          route.body ? (soundFor(route) as object) : undefined,
        );
        expectProblem(answer as never, 422, 'request.invalid');
      }
    }
  });

  test.each(withBody)('%s refuses them in its body', async (_on, route) => {
    const sound = (soundFor(route) ?? {}) as { [name: string]: unknown };
    const fields = Object.entries(route.body?.['properties'] ?? (route.body ? sound : {})) as [string, TSchema][];
    const bodies = [
      ...fields.map(([name]) => name),
      ...(route.body?.['additionalProperties'] === false ? ['other'] : []),
    ];
    // The body of a hook is the caller's own, whatever it is: it is looked at by expressions alone.
    if (route.may === 'trigger') return;
    for (const name of bodies) {
      for (const operator of operators) {
        // Settings, layout and the like are maps in which any name may stand; their values have a form.
        if (route.on === 'PUT /flows/:flowId' && ['layout'].includes(name)) continue;
        // A constant may be any JSON; it is kept as text.
        if (route.on === 'PUT /globals/:id' && name === 'value') continue;
        const answer = await ask(route)
          .set('If-Match', '"1"')
          .send({ ...sound, [name]: operator });
        expectProblem(answer as never, 422);
      }
    }
    for (const whole of operators) {
      const answer = await ask(route).set('If-Match', '"1"').send(whole);
      expectProblem(answer as never, 422);
    }
  });
});

describe('a body that is none', () => {
  test.each(withBody)('%s refuses it', async (_on, route) => {
    const json = () => ask(route).set('content-type', 'application/json').set('If-Match', '"1"');
    expectProblem((await json().send('{"a":')) as never, 400, 'request.malformed');
    expectProblem((await json().send('\u0000\u0001')) as never, 400, 'request.malformed');
    const text = ask(route).set('content-type', 'text/plain').send('{}');
    expectProblem((await text) as never, 415, 'request.unsupported-media-type');
    const form = ask(route).type('form').send({ a: 1 });
    expectProblem((await form) as never, 415, 'request.unsupported-media-type');
    const large = json().send(`"${'x'.repeat(route.bodyLimit ?? defaultBodyLimit)}"`);
    expectProblem((await large) as never, 413, 'request.too-large');
    const polluting = json().send('{"__proto__":{"polluted":true}}');
    expectProblem((await polluting) as never, 422, 'request.invalid');
    const deep = json().send(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    expectProblem((await deep) as never, 422, 'request.invalid');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('the OpenAPI document', () => {
  test('lists every route with who may use it and what it answers', async () => {
    const { body } = await request(api.app).get(`${apiBase}/openapi.json`).expect(200);
    expect(body.openapi).toBe('3.1.0');
    const listed = Object.entries(body.paths as { [path: string]: object }).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`).sort(),
    );
    const operations = Object.values(body.paths as { [path: string]: { [method: string]: never } }).flatMap((path) =>
      Object.values(path),
    ) as { operationId: string; responses: { [status: string]: unknown }; security: unknown[]; description: string }[];
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { responses, description } of operations) {
      expect(Object.keys(responses)).toContain('422');
      expect(description).toMatch(/^(Needs: `.+`|Open to everybody)\.$/);
    }
  });

  test('refers only to what it holds, and names every part of a path', async () => {
    const { body, text } = await request(api.app).get(`${apiBase}/openapi.json`);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(body.components.schemas as object)).toContain(name);
    for (const [path, operations] of Object.entries(body.paths as { [path: string]: object })) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)).sort();
      for (const operation of Object.values(operations) as { parameters: { in: string; name: string }[] }[])
        expect(operation.parameters.flatMap((one) => (one.in === 'path' ? [one.name] : [])).sort()).toEqual(named);
    }
  });
});

test('what reads is answered in the form that its route says', async () => {
  // `checkAnswers` fails an answer of another form, as 500.
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const answer = await ask(route);
    expect({ on: route.on, status: answer.status }).toEqual({ on: route.on, status: 200 });
  }
});

test('a file that a browser might run is handed over as a download', async () => {
  const answer = await request(api.app)
    .get(`${apiBase}/files/file_1`)
    .set('authorization', `Bearer ${mine}`)
    .expect(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': "attachment; filename*=UTF-8''file_1",
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
});

test('nothing secret is shown of a channel, and nothing secret is logged', async () => {
  const answer = await request(api.app)
    .get(`${apiBase}/channels/mine-whatsapp`)
    .set('authorization', `Bearer ${mine}`)
    .expect(200);
  expect(answer.body).toMatchObject({ settings: { phoneNumberId: '1' }, secretsSet: ['accessToken'] });
  const said = JSON.stringify([answer.body, api.logged]);
  for (const secret of ['very-secret-token', mine, others, powerless]) expect(said).not.toContain(secret);
  const { settings } = (await api.deps.channels.byId(asId<ChannelId>('mine-whatsapp'))) ?? {};
  expect(settings).toEqual({ phoneNumberId: '1', accessToken: 'very-secret-token' });
});

test('no flow was changed by all of the above', async () => {
  const draft = await api.deps.flows.draft(asId('mine'), asId<FlowId>('known'));
  expect(draft?.revision).toBe(1);
});
