import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startFakeGraph, type FakeGraph } from '../../../runtime/channels/whatsapp-cloud/fake/index.ts';
import { closeConnections } from '../../../runtime/channels/whatsapp-cloud/http.ts';
import { whatsappCloud } from '../../../runtime/channels/whatsapp-cloud/index.ts';
import { withDefaults } from '../../../runtime/channels/whatsapp-cloud/settings.ts';

const minuteMs = 60_000;
const person = '5491155550101';
const path = '100000000000001/messages';
let now = Date.parse('2026-01-05T09:00:00Z');
let fake: FakeGraph;

beforeAll(async () => {
  fake = await startFakeGraph({ now: () => now });
});
afterEach(async () => {
  fake.reset();
  fake.behave({ windowEnforced: false, pairLimit: 'off', throughputPerSecond: 'off' });
  await fake.listen();
});
afterAll(async () => {
  await fake.close();
  await closeConnections();
});

type Answer = { status: number; body: { [key: string]: unknown } };

async function call(method: string, to: string, body?: unknown, token = 'demo-token'): Promise<Answer> {
  const answer = await fetch(`${fake.url}/v25.0/${to}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}
const send = (payload: object) => call('POST', path, { messaging_product: 'whatsapp', to: person, ...payload });
const hello = () => send({ type: 'text', text: { body: 'Hola' } });
const refusal = (status: number, code: number) => ({ status, body: { error: { code } } });

describe('the limits of time', () => {
  test('a window closes 24 hours after the person wrote', async () => {
    fake.behave({ windowEnforced: true });
    fake.noteInbound(`+${person}`, now);
    now += 24 * 60 * minuteMs - 1;
    expect(await hello()).toMatchObject({ status: 200 });
    now += 1;
    expect(await hello()).toMatchObject(refusal(400, 131_047));
    const template = { type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } };
    expect(await send(template)).toMatchObject({ status: 200 });
  });

  test('a person gets a burst, then one every few seconds', async () => {
    fake.behave({ pairLimit: { burst: 2, refillSeconds: 6 } });
    expect([(await hello()).status, (await hello()).status]).toEqual([200, 200]);
    expect(await hello()).toMatchObject(refusal(400, 131_056));
    now += 6_000;
    expect([(await hello()).status, (await hello()).status]).toEqual([200, 400]);
  });

  test('a number sends so many a second', async () => {
    fake.behave({ throughputPerSecond: 2 });
    expect([(await hello()).status, (await hello()).status]).toEqual([200, 200]);
    expect(await hello()).toMatchObject(refusal(429, 130_429));
    now += 1_000;
    expect(await hello()).toMatchObject({ status: 200 });
  });
});

describe('what the real API refuses', () => {
  test.each([
    ['no recipient', { to: undefined, type: 'text', text: { body: 'x' } }, 100],
    ['a recipient that is no number', { to: 'ana', type: 'text', text: { body: 'x' } }, 131_009],
    ['an unknown type', { type: 'hologram' }, 100],
    ['a type without its node', { type: 'image' }, 100],
    ['an empty text', { type: 'text', text: { body: '' } }, 131_009],
    ['a file that was never uploaded', { type: 'image', image: { id: '1' } }, 100],
    ['neither file nor address', { type: 'image', image: {} }, 131_009],
    ['a reaction to nothing', { type: 'reaction', reaction: { emoji: '👍' } }, 131_009],
    ['a contact without a name', { type: 'contacts', contacts: [{ phones: [] }] }, 131_009],
    ['four buttons', buttons(4), 131_009],
    ['a link button with a long label', link('x'.repeat(21)), 131_009],
    ['an unknown template', { type: 'template', template: { name: 'x', language: { code: 'es' } } }, 132_001],
    ['a template with parameters it has not', helloTemplate([{ type: 'text', text: 'Ana' }]), 132_000],
  ])('%s', async (_, payload, code) => {
    expect(await send(payload)).toMatchObject({ body: { error: { code, type: 'OAuthException' } } });
    expect(fake.taken()).toBe(0);
  });

  test('ids of others, and paths that do not exist', async () => {
    expect(await call('GET', '42')).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
    expect(await call('GET', '100000000000001/holograms')).toMatchObject(refusal(400, 2_500));
    expect(await call('GET', '100000000000001', undefined, 'stale')).toMatchObject(refusal(401, 190));
  });
});

test.each([
  ['three buttons', buttons(3)],
  ['a link button', link('Ver')],
  ['a contact', { type: 'contacts', contacts: [{ name: { formatted_name: 'Ana', first_name: 'Ana' } }] }],
  ['a reaction', { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '' } }],
  ['a sound template', helloTemplate([])],
])('%s is taken', async (_, payload) => expect(await send(payload)).toMatchObject({ status: 200 }));

test('profile and templates are kept', async () => {
  await call('POST', '100000000000001/whatsapp_business_profile', { messaging_product: 'whatsapp', about: 'Pan' });
  expect(await call('GET', '100000000000001/whatsapp_business_profile')).toMatchObject({
    body: { data: [{ about: 'Pan' }] },
  });
  const components = [{ type: 'BODY', text: 'Hola {{1}}, su pedido {{2}}' }];
  await call('POST', '200000000000001/message_templates', { name: 'aviso_de_prueba', language: 'es', components });
  expect(await call('GET', '200000000000001/message_templates?name=aviso_de_prueba')).toMatchObject({
    body: { data: [{ name: 'aviso_de_prueba', language: 'es', status: 'APPROVED' }] },
  });
});

test('after a refused connection nothing listens until it listens again', async () => {
  const settings = withDefaults({
    phoneNumberId: '100000000000001',
    wabaId: '200000000000001',
    accessToken: 'demo-token',
    appSecret: 's',
    verifyToken: 'v',
  });
  const outcome = () =>
    whatsappCloud.send(
      {
        effectId: 'e',
        to: { kind: 'phone', key: person, value: `+${person}` },
        content: { kind: 'text', body: 'Hola' },
      },
      settings,
      { baseUrl: fake.url, version: 'v25.0' },
    );
  fake.plan([{ kind: 'refused', ms: 10 * minuteMs }]);
  expect(await outcome()).toMatchObject({ kind: 'uncertain' });
  expect(await outcome()).toMatchObject({ kind: 'refused', error: { code: 'whatsapp.unreachable' } });
  await fake.listen();
  expect(await outcome()).toMatchObject({ kind: 'accepted' });
  expect(fake.taken()).toBe(1);
});

test('the log keeps the newest and counts all', async () => {
  const small = await startFakeGraph({ keep: 5 });
  for (let n = 0; n < 23; n += 1) {
    await fetch(`${small.url}/v25.0/${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer demo-token' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: person, type: 'text', text: { body: String(n) } }),
    });
  }
  expect(small.taken()).toBe(23);
  expect(small.messages.length).toBeLessThan(10);
  expect(small.messages.at(-1)!.payload).toMatchObject({ text: { body: '22' } });
  await small.close();
});

function buttons(count: number): object {
  const replies = Array.from({ length: count }, (_, n) => ({ type: 'reply', reply: { id: `b${n}`, title: `B${n}` } }));
  return { type: 'interactive', interactive: { type: 'button', body: { text: '¿?' }, action: { buttons: replies } } };
}

function link(label: string): object {
  const action = { name: 'cta_url', parameters: { display_text: label, url: 'https://example.com' } };
  return { type: 'interactive', interactive: { type: 'cta_url', body: { text: 'Mira' }, action } };
}

function helloTemplate(parameters: object[]): object {
  const components = parameters.length > 0 ? [{ type: 'body', parameters }] : [];
  return { type: 'template', template: { name: 'hello_world', language: { code: 'en_US' }, components } };
}
