import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import { createFactWriter, flowFactSchema } from '../../../api/store/flow-facts.ts';
import { createAnalyticsReader } from '../../../api/store/flow-figures.ts';
import { createUpkeep } from '../../../api/store/upkeep.ts';
import { asId, type FlowId, type WorkspaceId } from '../../../runtime/contract/index.ts';
import type { EventLot } from '../../../runtime/ports.ts';
import { mortal } from '../../support/mortal-connection.ts';
import { between, seededRandom } from '../../support/seeded-random.ts';
import { storesUnderTest, type OpenStore } from '../../support/store.ts';

const workspaceId = asId<WorkspaceId>('w');
const flowId = asId<FlowId>('f');
const span = { from: '2026-03-01', to: '2026-03-31' };

type Step = { node: string; port?: string };
const lot = (who: string, revision: number, day: string, steps: Step[], version = 1): EventLot => ({
  id: `ch:${who}:${revision}`,
  workspaceId,
  conversationId: asId(`ch:${who}`),
  contactId: asId(who),
  revision,
  day,
  at: `${day}T12:00:00.000Z`,
  events: [],
  traces: [
    {
      sessionId: `ch:${who}.1`,
      flowId,
      flowVersion: version,
      turn: revision,
      entries: steps.map(({ node, port }) => ({
        at: `${day}T12:00:00.000Z`,
        node,
        type: 'ask',
        action: 'enter',
        ...(port !== undefined && { port }),
      })),
    },
  ],
});
const answered = (who: string, revision: number, day: string, name: string, value: string | number): EventLot => ({
  ...lot(who, revision, day, []),
  traces: [],
  events: [{ type: 'result.saved', sessionId: 's', flowId, node: 'n', name, value }],
});

describe.each(storesUnderTest())('the figures of flows in the $name store', ({ open }) => {
  let store: OpenStore;
  let connection: Connection;
  beforeEach(async () => {
    store = await open();
    connection = await mongoose.createConnection(store.uri, { autoIndex: false }).asPromise();
    await connection.model('flowFact', flowFactSchema).createIndexes();
  });
  afterEach(async () => {
    await connection.close();
    await store.close();
  });
  const figures = async (of: { from: string; to: string; version?: number } = span) => {
    const { counts, ...rest } = await createAnalyticsReader(connection).flow(workspaceId, flowId, of);
    return { ...rest, counts: Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1))) };
  };

  test('passes add up over days and versions, and a person counts once', async () => {
    const write = createFactWriter(connection);
    await write([
      lot('ana', 1, '2026-03-01', [{ node: 'a', port: 'next' }]),
      lot('ana', 2, '2026-03-01', [{ node: 'a', port: 'next' }]),
      lot('ana', 3, '2026-03-02', [{ node: 'a', port: 'next' }], 2),
      lot('luis', 1, '2026-03-02', [{ node: 'a', port: 'else' }], 2),
      lot('eva', 1, '2026-04-01', [{ node: 'a', port: 'else' }], 2),
    ]);
    const all = await figures();
    expect(all).toMatchObject({ people: 2, versions: [1, 2] });
    expect(all.counts).toEqual({
      'p:a:else': { times: 1, people: 1 },
      'p:a:next': { times: 3, people: 1 },
      'v:a': { times: 4, people: 2 },
    });
    expect(all.days.map(({ day, people }) => [day, people])).toEqual([
      ['2026-03-01', 1],
      ['2026-03-02', 2],
    ]);
    expect((await figures({ ...span, version: 1 })).counts).toEqual({
      'p:a:next': { times: 2, people: 1 },
      'v:a': { times: 2, people: 1 },
    });
    const elsewhere = await createAnalyticsReader(connection).flow(asId('other'), flowId, span);
    expect([elsewhere.people, elsewhere.counts.size]).toEqual([0, 0]);
  });

  test('a lot that comes again, alone or with later ones, adds nothing', async () => {
    const write = createFactWriter(connection);
    const lots = [1, 2, 3].map((revision) => lot('ana', revision, '2026-03-01', [{ node: 'a', port: 'next' }]));
    await write(lots.slice(0, 1));
    await write(lots.slice(0, 2));
    await write(lots);
    await Promise.all([write(lots), write(lots)]);
    expect((await figures()).counts['p:a:next']).toEqual({ times: 3, people: 1 });
  });

  test('two processes that copy the same lots at once count them once', async () => {
    const write = createFactWriter(connection);
    const lots = Array.from({ length: 20 }, (_, index) => lot('ana', index + 1, '2026-03-01', [{ node: 'a' }]));
    await Promise.all(Array.from({ length: 4 }, () => write(lots)));
    expect((await figures()).counts['v:a']).toEqual({ times: 20, people: 1 });
  });

  test('a process that dies before or after any of its writes leaves counts that the next one completes', async () => {
    for (const atWrite of [1, 2])
      for (const when of ['before', 'after'] as const) {
        const who = `p${atWrite}${when}`;
        const lots = [
          lot(who, 1, '2026-03-01', [{ node: who, port: 'next' }]),
          answered(who, 2, '2026-03-01', who, 'sí'),
        ];
        const victim = mortal(connection, { atWrite, when });
        void createFactWriter(victim.connection)(lots);
        while (!victim.isDead()) await new Promise((resolve) => setTimeout(resolve, 5));
        await createFactWriter(connection)(lots);
        expect((await figures()).counts[`p:${who}:next`]).toEqual({ times: 1, people: 1 });
        const results = await createAnalyticsReader(connection).results(workspaceId, flowId, span);
        expect(results.find(({ name }) => name === who)?.people).toBe(1);
      }
  });

  test('random lots, copied more than once in every way that copying allows, add up to what a simple model says', async () => {
    const random = seededRandom(7);
    const write = createFactWriter(connection);
    const passes = new Map<string, number>();
    const people = new Map<string, Set<string>>();
    for (let conversation = 0; conversation < 30; conversation += 1) {
      const who = `c${conversation % 12}-${conversation}`;
      const pending: EventLot[] = [];
      for (let revision = 1; revision <= between(random, 1, 12); revision += 1) {
        const steps = Array.from({ length: between(random, 1, 6) }, () => ({
          node: `n${between(random, 1, 4)}`,
          port: `o.${between(random, 1, 3)}`,
        }));
        const day = `2026-03-0${between(random, 1, 3)}`;
        pending.push(lot(who, revision, day, steps, between(random, 1, 2)));
        for (const { node, port } of steps) {
          const key = `p:${node}:o%2e${port.slice(2)}`;
          passes.set(key, (passes.get(key) ?? 0) + 1);
          people.set(key, (people.get(key) ?? new Set()).add(who));
        }
        // What is pending is copied; sometimes nobody is told, so that it is copied again with what follows.
        if (random() < 0.3) continue;
        await write(pending);
        if (random() < 0.5) pending.length = 0;
      }
      await write(pending);
    }
    const { counts } = await figures();
    const found = Object.fromEntries(Object.entries(counts).filter(([key]) => key.startsWith('p:')));
    for (const [key, { times, people: persons }] of Object.entries(found)) {
      expect({ key, times }).toEqual({ key, times: passes.get(key) });
      expect({ key, persons }).toEqual({ key, persons: people.get(key)?.size });
    }
    expect(Object.keys(found).length).toBe(passes.size);
  });

  test('results count people by their last answer, whichever way round they are copied', async () => {
    const write = createFactWriter(connection);
    await write([
      answered('ana', 2, '2026-03-02', 'color', 'azul'),
      answered('luis', 1, '2026-03-01', 'color', 'azul'),
    ]);
    await write([answered('ana', 1, '2026-03-01', 'color', 'rojo')]);
    await write([answered('eva', 1, '2026-03-01', 'color', 'rojo')]);
    await write([answered('ana', 3, '2026-03-02', 'nota', 4), answered('eva', 2, '2026-03-02', 'nota', 5)]);
    expect(await createAnalyticsReader(connection).results(workspaceId, flowId, span)).toEqual([
      {
        name: 'color',
        people: 3,
        answers: [
          { answer: 'azul', isCategory: false, people: 2 },
          { answer: 'rojo', isCategory: false, people: 1 },
        ],
        numbers: null,
      },
      {
        name: 'nota',
        people: 2,
        answers: [
          { answer: '4', isCategory: false, people: 1 },
          { answer: '5', isCategory: false, people: 1 },
        ],
        numbers: { people: 2, average: 4.5, least: 4, most: 5 },
      },
    ]);
  });

  test('what is too old is deleted with its results, and of other workspaces nothing', async () => {
    const write = createFactWriter(connection);
    await write([lot('ana', 1, '2026-03-01', [{ node: 'a' }]), answered('ana', 2, '2026-03-01', 'color', 'azul')]);
    await write([lot('ana', 3, '2026-03-03', [{ node: 'a' }])]);
    const { deleteFactsBefore } = createUpkeep(connection);
    const before = new Date('2026-03-02T00:00:00.000Z');
    expect(await deleteFactsBefore(asId('other'), before, 10)).toBe(0);
    expect(await deleteFactsBefore(workspaceId, before, 10)).toBe(1);
    expect((await figures()).days.map(({ day }) => day)).toEqual(['2026-03-03']);
    expect(await createAnalyticsReader(connection).results(workspaceId, flowId, span)).toEqual([]);
  });

  test('a hundred thousand facts are added up', async () => {
    const collection = connection.collection<{ _id: string }>('flowFacts');
    const rows = Array.from({ length: 12_500 }, (_, index) => ({
      _id: `w:f:1:${index}`,
      workspaceId,
      flowId,
      version: 1,
      day: `2026-03-0${1 + (index % 9)}`,
      contactId: `contact-${index % 5e3}`,
      through: 1,
      sessions: { started: 1 },
      counts: Object.fromEntries(Array.from({ length: 8 }, (_, step) => [`p:n_${(index + step) % 40}:o${step}`, 1])),
    }));
    await collection.insertMany(rows);
    const { people, days } = await figures();
    expect([people, days.reduce((sum, { started }) => sum + started, 0)]).toEqual([5_000, 12_500]);
  });
});
