import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DomainEvent } from '../../../runtime/contract/index.ts';
import { eventually, startWorld, type TestWorld } from '../../support/runtime.ts';
import { echo } from '../../support/sample-flows.ts';

let world: TestWorld;
const heard: DomainEvent[] = [];
beforeAll(async () => {
  world = await startWorld([{ flow: echo }], {
    runtime: { listener: ({ events }) => heard.push(...events) },
  });
});
afterAll(() => world.close());

test('this process hears of its own conversations: what came, what went, and how far it got', async () => {
  await world.say('5491100000001', 'ping');
  await world.quiet();
  const sent = () => heard.flatMap((event) => (event.type === 'message.requested' ? [event.effectId] : []));
  await eventually(() => sent().length === 1);
  expect(heard.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['conversation.started', 'message.received', 'session.started', 'session.ended']),
  );
  const [effectId = ''] = sent();
  const [message] = world.graph.messages;
  await world.status(message?.id ?? '', effectId, 'delivered');
  await eventually(() => heard.some((event) => event.type === 'message.state-changed' && event.state === 'delivered'));
});
