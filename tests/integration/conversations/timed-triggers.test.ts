import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createAudienceSource, createTriggerProgressStore } from '../../../api/store/timed-triggers.ts';
import type { Flow, Trigger } from '../../../runtime/contract/index.ts';
import type { PlannedStart, TriggerJobDeps } from '../../../runtime/jobs/triggers/deps.ts';
import { runTimedTriggers } from '../../../runtime/jobs/triggers/run-triggers.ts';
import { chain, echo } from '../../support/sample-flows.ts';
import { channelId, startWorld, workspaceId, type TestWorld } from '../../support/runtime.ts';

const day = '2030-03-04';
const timed = (id: string, trigger: Trigger): Flow =>
  chain(id, trigger, [{ id: 'say', type: 'send-text', config: { body: `${id} {{ trigger.kind }}` } }]);
const news = timed('news', { id: 't', kind: 'schedule', when: { every: 'day', time: '09:00' }, audience: 'vip' });
const birthday = timed('birthday', {
  id: 't',
  kind: 'date-field',
  field: 'born',
  offset: 0,
  unit: 'days',
  time: '10:00',
  yearly: true,
});

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld([{ flow: echo }, { flow: news }, { flow: birthday }]);
  await world.connection
    .collection<{ _id: string; workspaceId: string }>('channels')
    .insertOne({ _id: channelId, workspaceId });
  for (const phone of ['5491100000001', '5491100000002', '5491100000003']) await world.say(phone, 'ping');
  await world.quiet();
  const set = (phone: string, fields: object) =>
    world.connection.collection('contacts').updateOne({ phone: `+${phone}` }, { $set: fields });
  await set('5491100000001', { groups: ['vip'], 'fields.born': '1990-03-04' });
  await set('5491100000002', { groups: ['vip', 'other'], 'fields.born': '1990-03-05T10:00' });
  await set('5491100000003', { groups: ['other'], 'fields.born': '2001-03-04' });
});
afterEach(() => world.close());

const runAt = (time: string, startAll: (starts: PlannedStart[]) => Promise<void> = world.runtime.submit.startAll) => {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const triggers: TriggerJobDeps = {
    flows: { published: async () => world.flows },
    workspacesById: async () => [world.workspace],
    progress: createTriggerProgressStore(world.connection),
    audience: createAudienceSource(world.connection),
    startAll,
    log,
  };
  // The workspace's clocks are five hours behind UTC.
  const now = () => Date.parse(`${day}T${time}:00-05:00`);
  return runTimedTriggers.run({ upkeep: {} as never, workspaces: async () => [workspaceId], now, triggers });
};
const heard = (number: number) => world.heard(`549110000000${number}`).slice(1);

test('a schedule reaches its group and a date its people, once each, through the mailbox', async () => {
  await runAt('08:00');
  await runAt('09:00');
  await world.quiet();
  await runAt('09:01');
  await runAt('10:00');
  await runAt('10:01');
  await world.quiet();
  expect([heard(1), heard(2), heard(3)]).toEqual([
    ['news schedule', 'birthday date-field'],
    ['news schedule'],
    ['birthday date-field'],
  ]);
});

test('whoever was handed over before a crash is not begun with again', async () => {
  await runAt('08:00');
  const dies = async (starts: PlannedStart[]) => {
    await world.runtime.submit.startAll(starts.slice(0, 1));
    throw new Error('killed');
  };
  await expect(runAt('09:00', dies)).rejects.toThrow('killed');
  await world.quiet();
  expect([heard(1).length + heard(2).length]).toEqual([1]);
  await runAt('09:01');
  await world.quiet();
  expect([heard(1), heard(2), heard(3)]).toEqual([['news schedule'], ['news schedule'], []]);
});
