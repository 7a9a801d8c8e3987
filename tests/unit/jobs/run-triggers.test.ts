import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  asId,
  type ChannelId,
  type ContactId,
  type Flow,
  type Trigger,
  type WorkspaceId,
} from '../../../runtime/contract/index.ts';
import { newContact } from '../../../runtime/conversations/contact.ts';
import type { ContactRecord } from '../../../runtime/conversations/state.ts';
import type { PlannedStart, TriggerJobDeps, TriggerProgress } from '../../../runtime/jobs/triggers/deps.ts';
import { runTimedTriggers } from '../../../runtime/jobs/triggers/run-triggers.ts';
import type { WorkspaceRecord } from '../../../runtime/ports.ts';
import { workspace as sample } from '../../support/runtime.ts';
import { chain } from '../../support/sample-flows.ts';

const workspaceId = asId<WorkspaceId>('w');
const channel = asId<ChannelId>('c1');
const other = asId<ChannelId>('c2');

let workspace: WorkspaceRecord;
let flows: { flowId: string; version: number; flow: Flow; paused: boolean }[];
let contacts: ContactRecord[];
let rows: Map<string, TriggerProgress>;
let begun: PlannedStart[];
let pages: number;
let logged: string[];
let spoken: Map<ContactId, ChannelId[]>;
/** Fails the n-th write from here on. */
let dies: { save?: number; start?: number };

const contact = (number: number, more: Partial<ContactRecord> = {}): ContactRecord => ({
  ...newContact(
    asId<ContactId>(`p${String(number).padStart(5, '0')}`),
    { workspaceId },
    { aliases: [{ kind: 'phone', key: `${number}`, value: `+${number}` }] },
    '2026-01-01T00:00:00.000Z',
  ),
  groups: ['vip'],
  ...more,
});

const page = (all: ContactRecord[], after: ContactId | null, limit: number) => {
  pages += 1;
  return Promise.resolve(all.filter(({ id }) => after === null || id > after).slice(0, limit));
};

const deps: TriggerJobDeps = {
  flows: { published: async () => flows },
  workspacesById: async () => [workspace],
  progress: {
    all: async () => [...rows.values()],
    async save(row) {
      if (dies.save !== undefined && (dies.save -= 1) < 0) throw new Error('killed');
      rows.set(`${row.flowId}:${row.triggerId}`, structuredClone(row));
    },
    async remove({ flowId, triggerId }) {
      rows.delete(`${flowId}:${triggerId}`);
    },
  },
  audience: {
    inGroup: (_id, group, after, limit) =>
      page(
        contacts.filter(({ groups }) => groups?.includes(group)),
        after,
        limit,
      ),
    byDate: (_id, { field, days, anyYear }, after, limit) =>
      page(
        contacts.filter(({ fields }) =>
          days.some((day) =>
            JSON.stringify(fields[field] ?? '')
              .slice(1)
              .slice(anyYear ? 5 : 0)
              .startsWith(day),
          ),
        ),
        after,
        limit,
      ),
    channels: async () => [channel, other],
    lastChannels: async () => spoken,
  },
  async startAll(starts) {
    if (dies.start !== undefined && (dies.start -= 1) < 0) throw new Error('killed');
    begun.push(...starts);
  },
  log: {
    info: (fields, message) => void logged.push(`${message} ${JSON.stringify(fields)}`),
    warn: (fields, message) => void logged.push(`${message} ${JSON.stringify(fields)}`),
    error: () => {},
  },
};

const runAt = (now: string) =>
  runTimedTriggers.run({
    upkeep: {} as never,
    workspaces: async () => [workspaceId],
    now: () => Date.parse(now),
    triggers: deps,
  });
const publish = (...triggers: Trigger[]) => {
  const [first, ...rest] = triggers;
  const flow = chain('f', first as Trigger, [{ id: 'n', type: 'send-text', config: { body: 'x' } }], {
    triggers: [first as Trigger, ...rest],
  });
  flows = [{ flowId: 'f', version: 1, flow, paused: false }];
};
const who = () => begun.map(({ contactId, trigger: { at } }) => `${contactId} ${JSON.stringify(at).slice(1, -1)}`);

const daily: Trigger = { id: 't', kind: 'schedule', when: { every: 'day', time: '09:00' }, audience: 'vip' };

beforeEach(() => {
  workspace = { ...sample, id: workspaceId, timeZone: 'UTC' };
  contacts = [contact(1), contact(2, { groups: [] }), contact(3)];
  rows = new Map();
  begun = [];
  pages = 0;
  logged = [];
  spoken = new Map();
  dies = {};
  publish(daily);
});

describe('a schedule', () => {
  test('counts from when it is first seen, then begins with everybody in its group once', async () => {
    await runAt('2026-03-04T09:30:00Z');
    expect(begun).toEqual([]);
    await runAt('2026-03-05T08:59:59Z');
    expect(begun).toEqual([]);
    await runAt('2026-03-05T09:00:10Z');
    await runAt('2026-03-05T09:00:40Z');
    expect(who()).toEqual(['p00001 2026-03-05T09:00:00.000Z', 'p00003 2026-03-05T09:00:00.000Z']);
    expect(begun[0]).toEqual({
      workspaceId,
      channelId: channel,
      contactId: 'p00001',
      aliases: [{ kind: 'phone', key: '1', value: '+1' }],
      flowId: 'f',
      trigger: { kind: 'schedule', id: 't', at: '2026-03-05T09:00:00.000Z' },
      requestKey: 'f:t:2026-03-05T09:00:00.000Z:p00001',
    });
  });

  test('is read by the clocks of its flow, else of the workspace', async () => {
    const [one] = flows;
    if (one) one.flow = { ...one.flow, settings: { timeZone: 'America/Bogota' } };
    await runAt('2026-03-04T09:30:00Z');
    await runAt('2026-03-04T13:59:00Z');
    expect(begun).toEqual([]);
    await runAt('2026-03-04T14:00:00Z');
    expect(who()[0]).toBe('p00001 2026-03-04T14:00:00.000Z');
  });

  test('that was missed is made up for once, for the last time that is at most a day old', async () => {
    await runAt('2026-03-01T10:00:00Z');
    await runAt('2026-03-04T23:00:00Z');
    expect(who()).toEqual(['p00001 2026-03-04T09:00:00.000Z', 'p00003 2026-03-04T09:00:00.000Z']);
    expect(logged).toEqual([
      'a schedule was missed and passed over {"workspaceId":"w","flowId":"f","triggerId":"t","missed":2,"last":"2026-03-04T09:00:00.000Z"}',
    ]);
  });

  test('that was missed for longer is passed over and told of, once', async () => {
    publish({ ...daily, when: { every: 'week', days: ['monday'], time: '09:00' } } as Trigger);
    await runAt('2026-03-01T10:00:00Z');
    await runAt('2026-03-03T09:00:00Z');
    await runAt('2026-03-03T09:01:00Z');
    expect(begun).toEqual([]);
    expect(logged).toHaveLength(1);
  });

  test('passes people over while the flow or the bot is paused', async () => {
    await runAt('2026-03-04T08:00:00Z');
    flows = flows.map((one) => ({ ...one, paused: true }));
    await runAt('2026-03-04T09:00:00Z');
    flows = flows.map((one) => ({ ...one, paused: false }));
    await runAt('2026-03-04T09:01:00Z');
    workspace = { ...workspace, botPaused: true };
    await runAt('2026-03-05T09:01:00Z');
    expect(begun).toEqual([]);
    expect(logged).toHaveLength(2);
  });

  test('that was taken away and comes back counts anew', async () => {
    await runAt('2026-03-04T08:00:00Z');
    const kept = flows;
    flows = [];
    await runAt('2026-03-04T08:30:00Z');
    expect(rows.size).toBe(0);
    flows = kept;
    await runAt('2026-03-04T09:30:00Z');
    await runAt('2026-03-04T09:31:00Z');
    expect(begun).toEqual([]);
  });

  test('speaks on the channel where the contact was last spoken with, of those that it allows', async () => {
    spoken = new Map([[asId<ContactId>('p00003'), [other, channel]]]);
    await runAt('2026-03-04T08:00:00Z');
    await runAt('2026-03-04T09:00:00Z');
    expect(begun.map(({ channelId }) => channelId)).toEqual([channel, other]);
    begun = [];
    publish({ ...daily, channels: ['c1'] } as Trigger);
    await runAt('2026-03-05T09:00:00Z');
    expect(begun.map(({ channelId }) => channelId)).toEqual([channel, channel]);
    begun = [];
    publish({ ...daily, channels: ['gone'] } as Trigger);
    await runAt('2026-03-06T09:00:00Z');
    expect(begun).toEqual([]);
  });

  test('leaves out whoever has no number or name to write to', async () => {
    contacts = [contact(1, { aliases: [] })];
    await runAt('2026-03-04T08:00:00Z');
    await runAt('2026-03-04T09:00:00Z');
    expect(begun).toEqual([]);
  });

  test('reads its group in pages of 500', async () => {
    contacts = Array.from({ length: 1_000 }, (_item, index) => contact(index));
    await runAt('2026-03-04T08:00:00Z');
    await runAt('2026-03-04T09:00:00Z');
    expect({ begun: new Set(who()).size, pages }).toEqual({ begun: 1_000, pages: 3 });
  });

  test('goes on where it was killed, at whichever write that was, and hands nobody over under two keys', async () => {
    contacts = Array.from({ length: 1_200 }, (_item, index) => contact(index));
    await runAt('2026-03-04T08:00:00Z');
    const fresh = structuredClone([...rows]);
    for (const kind of ['save', 'start'] as const) {
      for (let after = 0; after < (kind === 'save' ? 4 : 3); after += 1) {
        rows = new Map(structuredClone(fresh));
        begun = [];
        dies = { [kind]: after };
        await expect(runAt('2026-03-04T09:00:10Z')).rejects.toThrow('killed');
        dies = {};
        await runAt('2026-03-04T09:00:40Z');
        await runAt('2026-03-04T09:01:10Z');
        const keys = begun.map(({ requestKey }) => requestKey);
        // What is handed over again has the same key: the mailbox takes it for one.
        expect({ kind, after, keys: new Set(keys).size }).toEqual({ kind, after, keys: 1_200 });
        expect(keys.length).toBeLessThanOrEqual(1_200 + 500);
        expect(rows.get('f:t')).not.toHaveProperty('run');
      }
    }
  });
});

describe('a date of contacts', () => {
  const birthday: Trigger = {
    id: 't',
    kind: 'date-field',
    field: 'born',
    offset: 0,
    unit: 'days',
    time: '09:00',
    yearly: true,
  };
  const reminder: Trigger = { id: 't', kind: 'date-field', field: 'visit', offset: -2, unit: 'hours' };

  test('begins with each on their day, 29 February on the 28th', async () => {
    publish(birthday);
    contacts = [
      contact(1, { fields: { born: '1990-02-28' } }),
      contact(2, { fields: { born: '1988-02-29' } }),
      contact(3, { fields: { born: '1990-03-01' } }),
      contact(4, { fields: { born: 'x' } }),
    ];
    await runAt('2026-02-28T08:00:00Z');
    await runAt('2026-02-28T09:00:20Z');
    await runAt('2026-02-28T09:00:50Z');
    expect(who()).toEqual(['p00001 2026-02-28T09:00:00.000Z', 'p00002 2026-02-28T09:00:00.000Z']);
    await runAt('2026-03-01T09:00:20Z');
    expect(who()).toHaveLength(3);
    expect(begun[2]?.requestKey).toBe('f:t:2026-03-01T09:00:00.000Z:p00003');
  });

  test('with a time of day looks contacts through only then', async () => {
    publish(birthday);
    await runAt('2026-02-28T08:00:00Z');
    await runAt('2026-02-28T08:30:00Z');
    expect(pages).toBe(0);
    await runAt('2026-02-28T09:00:00Z');
    expect(pages).toBe(1);
  });

  test('is due by its own time for hours, once, in whichever stretch that falls', async () => {
    publish(reminder);
    contacts = [contact(1, { fields: { visit: '2026-03-04T12:00:00Z' } })];
    await runAt('2026-03-04T09:00:00Z');
    await runAt('2026-03-04T09:59:59Z');
    expect(begun).toEqual([]);
    await runAt('2026-03-04T10:00:00Z');
    await runAt('2026-03-04T10:00:30Z');
    expect(who()).toEqual(['p00001 2026-03-04T10:00:00.000Z']);
  });

  test('that was missed is made up for as far as a day back, and told of beyond', async () => {
    publish(reminder);
    contacts = [
      contact(1, { fields: { visit: '2026-03-04T12:00:00Z' } }),
      contact(2, { fields: { visit: '2026-03-05T13:00:00Z' } }),
    ];
    await runAt('2026-03-04T09:00:00Z');
    await runAt('2026-03-05T18:00:00Z');
    expect(who()).toEqual(['p00002 2026-03-05T11:00:00.000Z']);
    expect(logged).toHaveLength(1);
  });
});

test('without what it needs, the job does nothing', async () => {
  await runTimedTriggers.run({ upkeep: {} as never, workspaces: async () => [workspaceId], now: () => 0 });
  expect(rows.size).toBe(0);
});
