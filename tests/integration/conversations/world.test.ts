import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Flow } from '../../../runtime/contract/index.ts';
import { chain, echo, keyword, unhandled } from '../../support/sample-flows.ts';
import {
  channelId,
  eventually,
  signed,
  startWorld,
  webhook,
  workspaceId,
  type TestWorld,
} from '../../support/runtime.ts';

let world: TestWorld;
afterEach(() => world.close());

const person = '5491100000001';
const text = (id: string, body: string) => ({ id, type: 'send-text', config: { body } });

describe('who is who', () => {
  const hear = (value: { contact: { [key: string]: unknown }; message: { [key: string]: unknown } }) =>
    world.runtime.receive(channelId, 'whatsapp-cloud', signed(JSON.stringify(withContact(value))));

  test('a number and an id that turn out to be one person become one contact, whose count goes on', async () => {
    world = await startWorld([{ flow: echo }]);
    await world.say(person, 'ping');
    await hear({
      contact: { user_id: 'AR.111', profile: { name: 'Ana' } },
      message: { id: 'w2', from_user_id: 'AR.111', type: 'text', text: { body: 'ping' } },
    });
    await world.quiet();
    expect(await world.connection.collection('contacts').countDocuments({ mergedInto: { $exists: false } })).toBe(2);

    // One update carries both names.
    await hear({
      contact: { wa_id: person, user_id: 'AR.111', profile: { name: 'Ana' } },
      message: { id: 'w3', from: person, from_user_id: 'AR.111', type: 'text', text: { body: 'ping' } },
    });
    await eventually(() => world.heard(person).length === 2);
    await world.quiet();
    expect(world.heard(person)).toEqual(['pong v1', 'pong v2']);
    const people = await world.connection.collection('contacts').find().toArray();
    const survivor = people.find(({ mergedInto }) => mergedInto === undefined);
    expect(people.length).toBe(2);
    expect(((survivor?.['aliases'] ?? []) as { kind: string }[]).map(({ kind }) => kind).toSorted()).toEqual([
      'bsuid',
      'phone',
    ]);

    // The id alone now leads to the survivor.
    await hear({
      contact: { user_id: 'AR.111' },
      message: { id: 'w4', from_user_id: 'AR.111', type: 'text', text: { body: 'ping' } },
    });
    await eventually(() => world.heard(person).length === 3);
    expect(world.heard(person).at(-1)).toBe('pong v3');
  });

  test('two spellings of one Mexican number are one contact', async () => {
    world = await startWorld([{ flow: echo }]);
    await world.say('5215550001111', 'ping');
    await world.quiet();
    await world.say('525550001111', 'ping');
    await world.quiet();
    expect(await world.connection.collection('contacts').countDocuments()).toBe(1);
  });

  const withContact = ({ contact, message }: { contact: unknown; message: { [key: string]: unknown } }) => {
    const body = webhook(person, message);
    const [change] = body.entry[0]?.changes ?? [];
    Object.assign(change?.value ?? {}, {
      contacts: [contact],
      messages: [{ timestamp: String(Math.floor(Date.now() / 1_000)), ...message }],
    });
    return body;
  };
});

describe('time', () => {
  test('an ask that nobody answers leaves by its timeout; an answer in time does not', async () => {
    const flow: Flow = {
      ...chain('survey', unhandled, [
        { id: 'ask', type: 'ask', config: { answerType: 'text', body: '¿Cómo está?', timeoutSeconds: 1 } },
      ]),
      nodes: [
        { id: 'ask', type: 'ask', version: 1, config: { answerType: 'text', body: '¿Cómo está?', timeoutSeconds: 1 } },
        { id: 'late', type: 'send-text', version: 1, config: { body: 'Quedamos pendientes' } },
        { id: 'thanks', type: 'send-text', version: 1, config: { body: 'Gracias' } },
      ],
      edges: [
        { id: 'e1', from: { node: 'ask', port: 'timeout' }, to: 'late' },
        { id: 'e2', from: { node: 'ask', port: 'next' }, to: 'thanks' },
      ],
    };
    world = await startWorld([{ flow }]);
    await world.say(person, 'hola');
    await world.say('5491100000002', 'hola');
    await eventually(() => world.heard('5491100000002').length === 1);
    await world.say('5491100000002', 'bien');
    await eventually(() => world.heard(person).length === 2);
    expect(world.heard(person)).toEqual(['¿Cómo está?', 'Quedamos pendientes']);
    expect(world.heard('5491100000002')).toEqual(['¿Cómo está?', 'Gracias']);
  });

  test('a timer that ran out while nobody worked fires at the next start', async () => {
    world = await startWorld(
      [
        {
          flow: chain('later', unhandled, [
            text('a', 'Un momento'),
            { id: 'w', type: 'wait-for', config: { durationSeconds: 1 } },
            text('b', 'Listo'),
          ]),
        },
      ],
      { start: false },
    );
    const first = await world.another();
    await first.receive(
      channelId,
      'whatsapp-cloud',
      signed(JSON.stringify(webhook(person, { id: 'w1', type: 'text', text: { body: 'hola' } }))),
    );
    await eventually(() => world.heard(person).length === 1);
    await first.stop();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(world.heard(person)).toEqual(['Un momento']);
    await world.another();
    await eventually(() => world.heard(person).length === 2);
    expect(world.heard(person)).toEqual(['Un momento', 'Listo']);
  });
});

describe('files', () => {
  async function upload(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<string> {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', type);
    form.set('file', new Blob([bytes], { type }), 'a.png');
    const headers = { authorization: 'Bearer demo-token' };
    const answer = await fetch(`${world.graph.url}/v25.0/100000000000001/media`, {
      method: 'POST',
      headers,
      body: form,
    });
    return ((await answer.json()) as { id: string }).id;
  }

  test('a picture that comes in is fetched at once and kept, and a crash of the fetch only means another try', async () => {
    world = await startWorld([]);
    const bytes = Buffer.from('89504e470d0a1a0a0000', 'hex');
    const mediaId = await upload(bytes, 'image/png');
    await world.runtime.receive(
      channelId,
      'whatsapp-cloud',
      signed(
        JSON.stringify(
          webhook(person, {
            id: 'pic',
            type: 'image',
            image: { id: mediaId, mime_type: 'image/png', caption: 'mira' },
          }),
        ),
      ),
    );
    await eventually(async () => (await world.messages())[0]?.file !== undefined);
    const kept = await world.runtime.files.get(workspaceId, `${channelId}:pic`);
    expect([kept?.mimeType, Buffer.from(kept?.bytes ?? []).equals(bytes)]).toEqual(['image/png', true]);
    expect(await world.runtime.files.get('other' as never, `${channelId}:pic`)).toBeUndefined();
    await eventually(
      async () =>
        (await world.connection.collection('inbound').countDocuments({ mediaDueAt: { $exists: true } })) === 0,
    );
  });
});

describe('calls by flows', () => {
  let shop: Server;
  let asked: { method: string; key: string; body: string }[] = [];
  let answer: (request: IncomingMessage, count: number) => { status: number; body: string } | 'reset';
  beforeEach(async () => {
    asked = [];
    answer = () => ({ status: 200, body: JSON.stringify({ order: 7 }) });
    shop = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        asked.push({
          method: request.method ?? '',
          key: String(request.headers['idempotency-key']),
          body: Buffer.concat(parts).toString(),
        });
        const made = answer(request, asked.length);
        if (made === 'reset') request.socket.destroy();
        else response.writeHead(made.status, { 'content-type': 'application/json' }).end(made.body);
      });
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    shop.close();
  });

  const order = (method: string, host = '127.0.0.1', retries = 0): Flow => {
    const call = {
      id: 'call',
      type: 'call-webhook',
      version: 1,
      config: {
        method,
        url: `http://${host}:${(shop.address() as AddressInfo).port}/`,
        timeoutSeconds: 2,
        retries,
        body: { text: '{"pizza":1}' },
        variables: [{ name: 'order', path: 'body.order' }],
      },
    };
    return {
      ...chain('order', keyword('pedir'), []),
      nodes: [
        call,
        { ...text('ok', 'Pedido {{ variables.order }}'), version: 1 },
        { ...text('no', 'No se pudo: {{ webhook.code ?? "?" }}'), version: 1 },
      ],
      edges: [
        { id: 'e1', from: { node: 'call', port: 'success' }, to: 'ok' },
        { id: 'e2', from: { node: 'call', port: 'error' }, to: 'no' },
      ],
    };
  };

  test('an answer goes into variables; the call carries the effect’s id', async () => {
    world = await startWorld([{ flow: order('POST') }]);
    await world.say(person, 'pedir');
    await eventually(() => world.heard(person).length === 1);
    expect(world.heard(person)).toEqual(['Pedido 7']);
    expect(asked).toMatchObject([{ method: 'POST', body: '{"pizza":1}' }]);
    expect(asked[0]?.key.startsWith(`${channelId}:`)).toBe(true);
  });

  test('a POST whose outcome is unknown is not repeated; a PUT is, under the same key', async () => {
    answer = (_request, count) => (count === 1 ? 'reset' : { status: 200, body: '{"order":8}' });
    world = await startWorld([{ flow: order('POST', '127.0.0.1', 2) }]);
    await world.say(person, 'pedir');
    await eventually(() => world.heard(person).length === 1);
    expect([world.heard(person)[0]?.startsWith('No se pudo'), asked.length]).toEqual([true, 1]);

    world.flows.splice(0, 1, { flowId: 'order', version: 1, flow: order('PUT', '127.0.0.1', 2), paused: false });
    asked = [];
    await world.say(person, 'pedir');
    await eventually(() => world.heard(person).length === 2);
    expect([world.heard(person)[1], asked.length, new Set(asked.map(({ key }) => key)).size]).toEqual([
      'Pedido 8',
      2,
      1,
    ]);
  });

  test('private addresses are refused, by name and by number, unless allowed', async () => {
    world = await startWorld([{ flow: order('GET', 'localhost') }], { runtime: { outboundAllow: [] } });
    await world.say(person, 'pedir');
    await eventually(() => world.heard(person).length === 1);
    world.flows.splice(0, 1, { flowId: 'order', version: 1, flow: order('GET'), paused: false });
    await world.say(person, 'pedir');
    await eventually(() => world.heard(person).length === 2);
    expect([world.heard(person).every((said) => said.startsWith('No se pudo')), asked]).toEqual([true, []]);
  });
});

describe('two processes on one store', () => {
  test('share conversations, and one that stops leaves nothing behind', async () => {
    world = await startWorld([{ flow: echo }], { runtime: { soleOwner: false } });
    const second = await world.another();
    await new Promise((resolve) => setTimeout(resolve, 1_200)); // Both have heard of each other.
    const people = Array.from({ length: 20 }, (_, index) => `5491100001${String(index).padStart(3, '0')}`);
    let count = 0;
    const round = (to: TestWorld['runtime']) =>
      Promise.all(
        people.map((from) => {
          count += 1;
          return to.receive(
            channelId,
            'whatsapp-cloud',
            signed(JSON.stringify(webhook(from, { id: `m${count}`, type: 'text', text: { body: 'ping' } }))),
          );
        }),
      );
    await round(world.runtime);
    await round(second);
    await eventually(() => people.every((one) => world.heard(one).length === 2), 15_000);
    await second.stop();
    await round(world.runtime);
    await eventually(() => people.every((one) => world.heard(one).length === 3), 15_000);
    for (const one of people) expect(world.heard(one)).toEqual(['pong v1', 'pong v2', 'pong v3']);
  });
});
