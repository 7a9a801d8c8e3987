import { afterEach, expect, test } from '@jest/globals';
import { mortal, type Death } from '../../support/mortal-connection.ts';
import { echo } from '../../support/sample-flows.ts';
import { channelId, eventually, signed, startWorld, webhook, type TestWorld } from '../../support/runtime.ts';

let world: TestWorld;
afterEach(() => world.close());

const person = '5491100000001';
const ping = (id: string) => signed(JSON.stringify(webhook(person, { id, type: 'text', text: { body: 'ping' } })));

/** More writes than one answered message makes, tidying included; the test says so if it ever makes more. */
const writesOfOneMessage = 12;
const deaths: Death[] = Array.from({ length: writesOfOneMessage }, (_, index) => index + 1).flatMap((atWrite) => [
  { atWrite, when: 'before' as const },
  { atWrite, when: 'after' as const },
]);

test('one answered message makes no more writes than the deaths below reach', async () => {
  world = await startWorld([{ flow: echo }], { start: false });
  const counted = mortal(world.connection, { atWrite: Infinity, when: 'before' });
  const runtime = await world.another({ connection: counted.connection, soleOwner: false });
  await runtime.receive(channelId, 'whatsapp-cloud', ping('wamid.1'));
  await world.quiet();
  expect(counted.writes()).toBeLessThanOrEqual(writesOfOneMessage);
  expect(counted.writes()).toBeGreaterThan(5);
});

/**
 * Kills the process at every write of a message's way, before and after it, and lets another take over. Whatever was answered
 * 200 is answered exactly once or shown as uncertain, and the next message counts on without a gap.
 */
test.each(deaths)('death $when write $atWrite loses nothing and says nothing twice', async (death) => {
  world = await startWorld([{ flow: echo }], { start: false });
  const victim = mortal(world.connection, death);
  const first = await world.another({ connection: victim.connection, soleOwner: false });
  const stored = await Promise.race([
    first.receive(channelId, 'whatsapp-cloud', ping('wamid.1')),
    eventually(victim.isDead).then(() => 'died' as const),
  ]);
  if (stored === 'stored') await Promise.race([eventually(victim.isDead, 1_500).catch(() => {}), world.quiet()]);

  const second = await world.another();
  // What got no 200 is sent again by the provider.
  if (stored === 'died') await second.receive(channelId, 'whatsapp-cloud', ping('wamid.1'));
  await eventually(async () => (await world.states()).length === 1);
  await world.quietButUncertain();
  const [state] = await world.states();
  const taken = world.heard(person);
  expect({ taken: taken.length <= 1, known: state === 'accepted' ? taken.length === 1 : state }).toEqual({
    taken: true,
    known: state === 'accepted' ? true : 'uncertain',
  });
  expect(await second.messages.countUncertain()).toBe(state === 'uncertain' ? 1 : 0);

  // The counter goes on: once the person hears again, it is with v2.
  const [message] = await world.messages().then((all) => all.filter(({ direction }) => direction === 'out'));
  if (state === 'uncertain') {
    await second.submit.resolve({
      workspaceId: message?.workspaceId as never,
      channelId,
      conversationId: message?.conversationId as never,
      effectId: message?._id as never,
      outcome: taken.length === 1 ? 'delivered' : 'not-delivered',
    });
  }
  await second.receive(channelId, 'whatsapp-cloud', ping('wamid.2'));
  await eventually(() => world.heard(person).length === taken.length + 1);
  expect(world.heard(person).at(-1)).toBe('pong v2');
  await eventually(async () => (await world.messages()).filter(({ direction }) => direction === 'in').length === 2);
});
