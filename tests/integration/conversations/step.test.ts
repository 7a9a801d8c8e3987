import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CommandStartedEvent, CommandSucceededEvent } from 'mongodb';
import { chain, echo, unhandled } from '../../support/sample-flows.ts';
import { channelId, eventually, signed, startWorld, webhook, type TestWorld } from '../../support/runtime.ts';

let world: TestWorld;

describe('a message in, an answer out', () => {
  beforeEach(async () => {
    world = await startWorld([{ flow: echo }]);
  });
  afterEach(() => world.close());

  test('answers each ping once, counting per contact', async () => {
    await world.say('5491100000001', 'ping');
    await eventually(() => world.heard('5491100000001').length === 1);
    await world.say('5491100000001', 'ping');
    await world.say('5491100000002', 'ping');
    await world.quiet();
    expect(world.heard('5491100000001')).toEqual(['pong v1', 'pong v2']);
    expect(world.heard('5491100000002')).toEqual(['pong v1']);
    expect(await world.states()).toEqual(['accepted', 'accepted', 'accepted']);
  });

  test('takes the same webhook five times at once for one', async () => {
    const again = async () => world.runtime.receive(channelId, 'whatsapp-cloud', signed(body));
    const body = JSON.stringify(inbound('5491100000003', 'wamid.same', 'ping'));
    expect(await Promise.all([again(), again(), again(), again(), again()])).toEqual(Array(5).fill('stored'));
    await world.quiet();
    expect(await again()).toBe('stored');
    await world.quiet();
    expect(world.heard('5491100000003')).toEqual(['pong v1']);
  });

  test('refuses a wrong or missing signature and stores nothing', async () => {
    const body = JSON.stringify(inbound('5491100000004', 'wamid.bad', 'ping'));
    const right = signed(body);
    expect(await world.runtime.receive(channelId, 'whatsapp-cloud', { ...right, headers: {} })).toBe('bad-signature');
    expect(
      await world.runtime.receive(channelId, 'whatsapp-cloud', { ...right, rawBody: Buffer.from(`${body} `) }),
    ).toBe('bad-signature');
    expect(await world.connection.collection('inbound').countDocuments()).toBe(0);
  });

  test('keeps a signed body that is not JSON, once, and goes on', async () => {
    expect(await world.runtime.receive(channelId, 'whatsapp-cloud', signed('not json {'))).toBe('stored');
    expect(await world.runtime.receive(channelId, 'whatsapp-cloud', signed('not json {'))).toBe('stored');
    const rows = await world.connection.collection('inbound').find().toArray();
    expect(rows.map(({ raw, kind }) => ({ raw, kind }))).toEqual([{ raw: 'not json {', kind: 'notice' }]);
    await world.say('5491100000005', 'ping');
    await world.quiet();
    expect(world.heard('5491100000005')).toEqual(['pong v1']);
  });

  test('needs at most four sequential trips to the store, for a new contact as for a known one', async () => {
    // Commands of one trip go out together only when there are connections for all of them.
    await Promise.all(Array.from({ length: 12 }, async () => world.connection.db?.command({ ping: 1 })));
    for (const round of ['new', 'known']) {
      const trips = countTrips(world, ['inbound', 'conversations', 'contacts', 'aliases', 'messages']);
      await world.say('5491100000006', 'ping');
      await eventually(() => world.heard('5491100000006').length === (round === 'new' ? 1 : 2));
      await eventually(async () => (await world.states()).length === (round === 'new' ? 1 : 2));
      expect({ round, trips: trips.stop() }).toEqual({ round, trips: 4 });
      await world.quiet();
      await new Promise((resolve) => setTimeout(resolve, 1_100)); // The remembered document is read anew.
    }
  });
});

describe('order', () => {
  afterEach(() => world.close());

  test('several messages of one turn arrive in order, and so do those of 20 webhooks at once', async () => {
    world = await startWorld([
      { flow: chain('three', unhandled, [text('a', 'uno {{ message.text }}'), text('b', 'dos'), text('c', 'tres')]) },
    ]);
    await Promise.all(Array.from({ length: 20 }, (_, index) => world.say('5491100000001', String(index))));
    await world.quiet();
    const heard = world.heard('5491100000001');
    expect(heard.length).toBe(60);
    for (let index = 0; index < 60; index += 3) expect(heard.slice(index + 1, index + 3)).toEqual(['dos', 'tres']);
  });

  test('a text after a picture waits for the picture to be sent', async () => {
    world = await startWorld(
      [
        {
          flow: chain('picture', unhandled, [
            { id: 'a', type: 'send-media', config: { media: 'image', source: { link: 'https://example.com/a.png' } } },
            text('b', 'después'),
          ]),
        },
      ],
      { graph: { statuses: 'none' } },
    );
    await world.say('5491100000001', 'hola');
    await eventually(() => world.heard('5491100000001').length === 1);
    const [picture] = world.graph.messages;
    await world.status(picture?.id ?? '', picture?.effectId ?? '', 'sent');
    await eventually(() => world.heard('5491100000001').length === 2, 3_000);
    expect(world.heard('5491100000001')).toEqual(['image', 'después']);
  });
});

const text = (id: string, body: string) => ({ id, type: 'send-text', config: { body } });

const inbound = (from: string, id: string, body: string) => webhook(from, { id, type: 'text', text: { body } });

/** Counts sequential trips: commands that overlap in time are one. Tidying, which nobody waits for, is left out. */
function countTrips({ connection }: TestWorld, collections: string[]) {
  const client = connection.getClient();
  const open = new Set<number>();
  let trips = 0;
  const started = (event: CommandStartedEvent) => {
    const target = String(event.command[event.commandName]);
    const updates = JSON.stringify(event.command['updates'] ?? '');
    const clearing = target === 'conversations' && event.commandName === 'update' && !updates.includes('"leaseBy"');
    const tidying = clearing || (event.commandName === 'update' && updates.includes('"waiting":""'));
    if (!collections.includes(target) || tidying) return;
    if (event.commandName === 'find' && JSON.stringify(event.command['filter']).includes('$l')) return; // The loops' own looking.
    if (event.commandName === 'find' && JSON.stringify(event.command['filter']).includes('waiting')) return;
    if (['count', 'aggregate', 'findAndModify'].includes(event.commandName) || event.command['sort']) return; // This test's own.
    if (open.size === 0) trips += 1;
    open.add(event.requestId);
  };
  const ended = (event: CommandSucceededEvent) => open.delete(event.requestId);
  client.on('commandStarted', started);
  client.on('commandSucceeded', ended);
  return {
    stop() {
      client.off('commandStarted', started);
      client.off('commandSucceeded', ended);
      return trips;
    },
  };
}
