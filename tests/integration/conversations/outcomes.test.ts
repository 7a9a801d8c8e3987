import { afterEach, describe, expect, test } from '@jest/globals';
import { echo } from '../../support/sample-flows.ts';
import { eventually, startWorld, type TestWorld } from '../../support/runtime.ts';

let world: TestWorld;
afterEach(() => world.close());

const person = '5491100000001';

describe('what the provider answers', () => {
  test('a refusal that time mends is tried again, and the message is sent once', async () => {
    world = await startWorld([{ flow: echo }]);
    world.graph.plan(['rate-limited']);
    await world.say(person, 'ping');
    await eventually(() => world.heard(person).length === 1, 10_000);
    await world.quiet();
    expect(await world.states()).toEqual(['accepted']);
  });

  test('a reset after the provider took it is uncertain and never sent again; its status settles it', async () => {
    world = await startWorld([{ flow: echo }]);
    world.graph.plan(['reset-after']);
    await world.say(person, 'ping');
    await eventually(async () => (await world.states())[0] === 'uncertain');
    expect(await world.runtime.messages.countUncertain()).toBe(1);
    expect(world.heard(person)).toEqual(['pong v1']);
    world.graph.behave({ statuses: 'delivered' });
    const [message] = world.graph.messages;
    await world.status(message?.id ?? '', message?.effectId ?? '', 'delivered');
    await eventually(async () => (await world.states())[0] === 'delivered');
    expect(await world.runtime.messages.countUncertain()).toBe(0);
  });

  test('an uncertain message holds the next one, and its status lets it go at once', async () => {
    world = await startWorld([{ flow: echo }]);
    world.graph.plan(['reset-after']);
    await world.say(person, 'ping');
    await eventually(async () => (await world.states())[0] === 'uncertain');
    await world.say(person, 'ping');
    await eventually(async () => (await world.conversations())[0]?.outbox.length === 2);
    expect(world.heard(person)).toEqual(['pong v1']);
    const [message] = world.graph.messages;
    await world.status(message?.id ?? '', message?.effectId ?? '', 'sent');
    await eventually(() => world.heard(person).length === 2);
    expect(world.heard(person)).toEqual(['pong v1', 'pong v2']);
  });

  test('statuses may come in any order, twice and before the answer: the highest stands', async () => {
    world = await startWorld([{ flow: echo }]);
    await world.say(person, 'ping');
    await world.quiet();
    const [message] = world.graph.messages;
    for (const state of ['read', 'delivered', 'sent', 'read', 'failed'])
      await world.status(message?.id ?? '', message?.effectId ?? '', state);
    await world.quiet();
    expect(await world.states()).toEqual(['read']);
  });
});

describe('what may leave', () => {
  test('nothing leaves while the bot is paused, and what people write is kept', async () => {
    world = await startWorld([{ flow: echo }]);
    world.workspace.botPaused = true;
    await world.say(person, 'ping');
    await world.quiet();
    expect(world.heard(person)).toEqual([]);
    expect((await world.messages()).map(({ direction }) => direction)).toEqual(['in']);
  });

  test('the speed limit delays and loses nothing', async () => {
    world = await startWorld([{ flow: echo }], { channel: { conversationPerSecond: 4 } });
    await Promise.all(Array.from({ length: 8 }, (_, index) => world.say(`54911000001${index}`, 'ping')));
    await eventually(() => world.graph.messages.length === 8, 8_000);
    await world.quiet();
    expect(await world.states()).toEqual(Array(8).fill('accepted'));
  });

  test('the cap per contact and day stops whatever flow wants more, with one polite word beyond it', async () => {
    world = await startWorld([{ flow: echo }], { channel: { messagesPerContactAndDay: 1 } });
    for (let count = 0; count < 4; count += 1) await world.say(person, 'ping');
    await world.quiet();
    expect(world.heard(person)).toEqual(['pong v1', expect.stringContaining('Lo siento')]);
    const [alert, ...others] = await world.connection.collection('flowAlerts').find().toArray();
    expect([alert, others]).toMatchObject([{ flowId: 'echo', code: 'limit.messages-per-day', count: 3 }, []]);
  });

  test('a word of opting out is recorded with its proof and confirmed', async () => {
    world = await startWorld([{ flow: echo }]);
    await world.say(person, 'BAJA');
    await world.quiet();
    expect(world.heard(person)).toEqual(['Listo, no le enviaremos más promociones.']);
    const contact = await world.connection.collection('contacts').findOne({});
    expect(contact?.['consent']).toMatchObject({
      marketing: { state: 'withdrawn', method: 'whatsapp-message', text: 'BAJA', businessName: 'Tienda' },
    });
  });
});
