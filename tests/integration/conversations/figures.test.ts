import { afterEach, expect, test } from '@jest/globals';
import { countKey, flowFactsOf, type FlowFact } from '../../../api/analytics/facts.ts';
import { createAnalyticsReader } from '../../../api/store/flow-figures.ts';
import type { FlowFactDocument } from '../../../api/store/flow-facts.ts';
import { asId, type DomainEvent, type Flow, type FlowId } from '../../../runtime/contract/index.ts';
import type { SessionTrace } from '../../../runtime/conversations/state.ts';
import { mortal } from '../../support/mortal-connection.ts';
import {
  channelId,
  eventually,
  signed,
  startWorld,
  webhook,
  workspaceId,
  type TestWorld,
} from '../../support/runtime.ts';
import { chain, echo, keyword } from '../../support/sample-flows.ts';
import { between, seededRandom } from '../../support/seeded-random.ts';

let world: TestWorld;
afterEach(() => world.close());

/** Asks for a colour, keeps it, and fails for those who say "mal": a long way through ports, results, failures and ways out. */
const survey: Flow = {
  ...chain('encuesta', keyword('hola'), [
    { id: 'saluda', type: 'send-text', config: { body: 'Hola' } },
    {
      id: 'color',
      type: 'ask',
      config: { body: '¿Color?', answerType: 'text', variableName: 'color', resultName: 'tono' },
    },
    {
      id: 'guarda',
      type: 'save-result',
      config: { resultName: 'color', value: { expression: 'variables.color' }, category: 'Color' },
    },
    { id: 'rota', type: 'send-text', config: { body: '{{ variables.color = "azul" ? "bien" : variables.nada }}' } },
    { id: 'otro', type: 'ask', config: { body: '¿Otro?', answerType: 'text', variableName: 'otro' } },
  ]),
};
const people = ['5491100000001', '5491100000002', '5491100000003', '5491100000004'];
const words = ['hola', 'hola', 'ping', '7', 'rojo', 'azul', 'salir', 'cualquier cosa'];

type Lot = { _id: string; events: string | DomainEvent[]; at: Date; contactId: string; conversationId: string };

/** Every fact, from the log and the traces alone: each of these is stored once under its id. */
async function model(): Promise<FlowFact[]> {
  const all = async <Row>(name: string) =>
    (await world.connection.collection(name).find().toArray()) as unknown as Row[];
  const parsed = <Value>(value: unknown): Value => (typeof value === 'string' ? JSON.parse(value) : value) as Value;
  const base = { id: '', workspaceId, conversationId: asId<never>('c'), contactId: asId<never>('p'), revision: 1 };
  const events = (await all<Lot>('events')).flatMap((lot) =>
    flowFactsOf({ ...base, at: '', events: parsed<DomainEvent[]>(lot.events), traces: [] }),
  );
  const traces = (await all<{ trace: string }>('traces')).flatMap(({ trace }) =>
    flowFactsOf({ ...base, at: '', events: [], traces: [parsed<SessionTrace>(trace)] }),
  );
  return [...events, ...traces];
}

const summed = (rows: readonly { flowId: string; counts?: object; sessions?: object }[]) => {
  const sums: { [key: string]: number } = {};
  for (const { flowId, counts = {}, sessions = {} } of rows)
    for (const [key, count] of [...Object.entries(counts), ...Object.entries(sessions)] as [string, number][])
      sums[`${flowId} ${key}`] = (sums[`${flowId} ${key}`] ?? 0) + count;
  return Object.fromEntries(Object.entries(sums).sort(([one], [other]) => (one < other ? -1 : 1)));
};
const facts = async () =>
  (await world.connection.collection<FlowFactDocument>('flowFacts').find().toArray()) as FlowFactDocument[];

async function settled(): Promise<void> {
  for (;;) {
    await world.quietButUncertain();
    const states = await world.conversations();
    if (states.every(({ pending, outbox, consumed }) => pending.length + outbox.length + consumed.length === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('random conversations, with processes that die now and then, are counted as a simple model counts them, and each message has its trace', async () => {
  world = await startWorld([{ flow: survey }, { flow: echo }], { start: false });
  const random = seededRandom(5);
  let said = 0;
  for (let life = 0; life < 8; life += 1) {
    const dies = life < 7;
    const when = random() < 0.5 ? ('before' as const) : ('after' as const);
    const victim = mortal(world.connection, { atWrite: dies ? between(random, 15, 70) : Infinity, when });
    const runtime = await world.another({ connection: victim.connection });
    for (let turn = 0; turn < 25 && !victim.isDead(); turn += 1) {
      said += 1;
      const from = people[between(random, 0, people.length - 1)] ?? '';
      const body = words[between(random, 0, words.length - 1)] ?? '';
      const update = signed(JSON.stringify(webhook(from, { id: `wamid.${said}`, type: 'text', text: { body } })));
      const dead = eventually(victim.isDead, 600_000).catch(() => {});
      await Promise.race([runtime.receive(channelId, 'whatsapp-cloud', update), dead]);
      await new Promise((resolve) => setTimeout(resolve, between(random, 1, 25)));
    }
    if (dies) await Promise.race([eventually(victim.isDead, 1_500).catch(() => {}), settled()]);
  }
  await settled();

  const counted = await facts();
  const wanted = summed(await model());
  expect(summed(counted)).toEqual(wanted);
  expect(wanted[`encuesta ${countKey({ kind: 'visit', node: 'color' })}`]).toBeGreaterThan(3);
  expect(wanted[`encuesta ${countKey({ kind: 'failed', node: 'rota' })}`]).toBeGreaterThan(0);
  expect(wanted[`encuesta ${countKey({ kind: 'left', node: 'color' })}`]).toBeGreaterThan(0);
  const days = counted.map(({ day }) => day).toSorted();
  const figures = await createAnalyticsReader(world.connection).flow(workspaceId, asId<FlowId>('echo'), {
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
  });
  const pinged = counted.filter(({ flowId }) => flowId === 'echo').map(({ contactId }) => contactId);
  expect(figures.people).toBe(new Set(pinged).size);

  // Why? has an answer for every message.
  const traced = new Set(
    (await world.connection.collection('traces').find().toArray()).flatMap(({ trace }) =>
      ((typeof trace === 'string' ? JSON.parse(trace) : trace) as SessionTrace).entries.flatMap(
        ({ effects = [] }) => effects,
      ),
    ),
  );
  const sent = (await world.messages()).filter(({ direction }) => direction === 'out').map(({ _id }) => _id);
  expect(sent.length).toBeGreaterThan(30);
  expect(sent.filter((id) => !traced.has(id))).toEqual([]);
}, 120_000);
