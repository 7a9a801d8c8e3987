import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chain, echo, unhandled } from '../../support/sample-flows.ts';
import { countingTrips, type StoreCall } from '../../support/trips.ts';
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
});

test('a step needs at most four sequential trips to the store, for a new contact as for a known one', async () => {
  world = await startWorld([{ flow: echo }], { start: false });
  const counted = countingTrips(world.connection, isOfAStep);
  const runtime = await world.another({ connection: counted.connection });
  const ping = (id: string) => signed(JSON.stringify(inbound('5491100000006', id, 'ping')));
  for (const round of ['new', 'known']) {
    counted.trips();
    await runtime.receive(channelId, 'whatsapp-cloud', ping(`wamid.${round}`));
    await world.quiet();
    expect({ round, trips: counted.trips() }).toEqual({ round, trips: 4 });
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // The remembered document is read anew.
  }
  expect(world.heard('5491100000006')).toEqual(['pong v1', 'pong v2']);
  await world.close();
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

/** What a person's answer waits for. Tidying and the loops' own looking are left out: nobody waits for them. */
function isOfAStep({ collection, method, given }: StoreCall): boolean {
  if (!['inbound', 'conversations', 'contacts', 'aliases', 'messages'].includes(collection)) return false;
  const words = JSON.stringify(given);
  const tidies =
    (collection === 'inbound' && method === 'updateMany') ||
    (collection === 'conversations' && method === 'update' && !words.includes('"leaseBy"'));
  const looks = method === 'find' && /"\$lte?"|"waiting"/.test(words);
  return !tidies && !looks && method !== 'findOneAndUpdate';
}
