import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Run } from '../../editor/simulator/run.ts';
import type {
  DoneOutcome,
  Flow,
  Json,
  Session,
  TraceEntry,
  Transcript,
  TranscriptTurn,
} from '../../runtime/contract/index.ts';
import { aliasesOf } from '../../runtime/channels/whatsapp-cloud/aliases.ts';
import { examples } from '../support/examples.ts';
import { channelId, eventually, signed, startWorld, webhook, workspaceId, type TestWorld } from '../support/runtime.ts';
import { botSaid, contentOf, simulatedMove, simulatedPhone, simulationOf } from '../support/simulated.ts';

const person = simulatedPhone.slice(1);
const notForeseen: DoneOutcome = {
  ok: false,
  code: 'test.not-foreseen',
  message: 'The transcript says nothing of it.',
};
let world: TestWorld | undefined;
let shop: Server | undefined;
afterEach(async () => {
  jest.restoreAllMocks();
  await world?.close();
  shop?.close();
});

describe.each(examples)('$name', ({ flow: example, library, transcript }) => {
  test('gives in the simulator the messages, values and trace that the server gives', async () => {
    const answers: TranscriptTurn[] = [];
    shop = await startShop(answers);
    const { port } = shop.address() as AddressInfo;
    const flow = calling(example, `http://127.0.0.1:${port}`);
    const done: DoneOutcome[] = [];
    const outcome = async () => done.shift() ?? notForeseen;
    world = await startWorld([{ flow }, ...library.map((other) => ({ flow: other }))], {
      runtime: {
        mailer: { send: outcome, close: () => {} },
        model: { ask: outcome, close: async () => {} },
        secrets: { read: async () => 'a secret' },
      },
    });
    const { exitWords = [], timeZone = 'UTC' } = transcript;
    Object.assign(world.workspace, { exitWords, timeZone, optOutWords: [], optInWords: [] });
    const clock = startClock(transcript.now);
    const run = simulationOf(flow, transcript, library);

    for (const [index, turn] of transcript.turns.entries()) {
      // What is asked of others is asked while the message before is dealt with: the answers lie ready.
      const next = transcript.turns[index + 1];
      if (next && 'http' in next) answers.push(next);
      if (next && 'done' in next) done.push(next.done);
      await playedBy(world, turn, { flowId: flow.id, contact: transcript.contact }, clock, index);
      await run.make(simulatedMove(answerOfTheWorld(turn), run.state.now));

      if (next && ('http' in next || 'done' in next)) continue; // The world is one move ahead.
      expect(await messagesOf(world)).toEqual(botSaid(run.state.thread));
      expect(await valuesOf(world)).toEqual(simulatedValues(run));
    }
    const traces = simulatedTraces(run);
    expect(traces.length).toBeGreaterThan(2);
    expect(await tracesOf(world, run)).toEqual(traces);
  });
});

/** A connection that breaks is all that a world can do to a call at once; the simulator is told the same. */
function answerOfTheWorld(turn: TranscriptTurn): TranscriptTurn {
  if (!('http' in turn) || turn.http.ok) return turn;
  const message = 'The connection broke before an answer came.';
  return { ...turn, http: { ok: false, code: 'http.outcome-unknown', message } };
}

async function playedBy(
  { runtime, connection, conversations: talks }: TestWorld,
  turn: TranscriptTurn,
  { flowId, contact }: { flowId: string; contact: Transcript['contact'] },
  clock: { pass(seconds: number): void },
  index: number,
): Promise<void> {
  if ('wait' in turn) clock.pass(turn.wait);
  if ('begin' in turn) {
    // By hand, as the simulator does: whether a trigger lets somebody in is decided before.
    const trigger = { kind: 'manual' };
    const { node, variables = {} } = turn.begin;
    const aliases = aliasesOf([simulatedPhone]);
    const start = { workspaceId, channelId, aliases, flowId, trigger, variables };
    await runtime.submit.start({ ...start, ...(node !== undefined && { node }) });
  }
  if ('ticketClosed' in turn) {
    const [talk] = await talks();
    if (!talk?.ticket) throw new Error('Nobody has the conversation.');
    await runtime.submit.closeTicket({ workspaceId, channelId, conversationId: talk.id, ticketId: talk.ticket.id });
  }
  if ('contact' in turn) {
    const body = webhook(person, { id: `wamid.${index}`, ...asSent(turn.contact) });
    const [change] = body.entry[0]?.changes ?? [];
    Object.assign(change?.value ?? {}, { contacts: [{ profile: { name: contact?.name }, wa_id: person }] });
    expect(await runtime.receive(channelId, 'whatsapp-cloud', signed(JSON.stringify(body)))).toBe('stored');
  }
  const conversations = connection.collection('conversations');
  await eventually(async () => {
    const waiting = await connection.collection('inbound').countDocuments({ waiting: true });
    const busy = await conversations.countDocuments({
      $or: [{ leaseUntil: { $gt: 0 } }, { dueAt: { $gt: 0, $lte: Date.now() } }],
    });
    return waiting === 0 && busy === 0;
  }, 20_000);
}

/** A transcript's words or taps as Meta writes them. */
function asSent(said: Parameters<typeof contentOf>[0]): { [key: string]: unknown } {
  const content = contentOf(said);
  if (content.kind === 'text') return { type: 'text', text: { body: content.body } };
  if (content.kind === 'location') {
    const { kind: _kind, ...location } = content;
    return { type: 'location', location };
  }
  if (content.kind === 'order') {
    const { catalogId, text, items } = content;
    const sold = items.map(({ productId, quantity, price, currency }) => ({
      product_retailer_id: productId,
      quantity,
      item_price: price,
      currency,
    }));
    return { type: 'order', order: { catalog_id: catalogId, text, product_items: sold } };
  }
  if (content.kind !== 'choice') throw new Error(`No example sends "${content.kind}".`);
  if (content.source === 'template') return { type: 'button', button: { payload: content.id, text: content.title } };
  const { id, title, description } = content;
  const [type, reply] =
    content.source === 'list' ? ['list_reply', { id, title, description }] : ['button_reply', { id, title }];
  return { type: 'interactive', interactive: { type, [type as string]: reply } };
}

/** The world's clock stands at a transcript's moment and goes on from there; it can be moved. */
function startClock(now: string): { pass(seconds: number): void } {
  const real = Date.now;
  const begin = real();
  let offset = Date.parse(now) - begin;
  jest.spyOn(Date, 'now').mockImplementation(() => real.call(Date) + offset);
  return {
    pass(seconds) {
      offset += seconds * 1_000;
    },
  };
}

/** The other side of the examples' calls: answers what lies ready, and breaks the connection for an answer that is none. */
async function startShop(answers: TranscriptTurn[]): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume();
    const turn = answers.shift();
    if (!turn || !('http' in turn) || !turn.http.ok) {
      request.socket.destroy();
      return;
    }
    response.writeHead(turn.http.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(turn.http.body ?? null));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The flow with its calls turned to this machine. */
const calling = (flow: Flow, to: string): Flow => ({
  ...flow,
  nodes: flow.nodes.map((node) =>
    node.type === 'call-webhook' ? { ...node, config: { ...node.config, url: `${to}/pedidos` } } : node,
  ),
});

const messagesOf = async (of: TestWorld): Promise<Json[]> =>
  (await of.messages()).flatMap(({ direction, content }) =>
    direction === 'out' && content !== undefined ? [JSON.parse(content) as Json] : [],
  );

type Values = { waiting: string | null; variables: Json; results: Json; fields: Json; name: string | null };

/** Of a session that is over the store keeps no values: then both sides count as empty. */
const valuesFrom = (session: Session | null, contact: { name: string | null; fields: Json }): Values => {
  const waits = session?.status === 'waiting' ? session : undefined;
  const results = Object.entries(waits?.results ?? {}).map(([name, { at: _at, ...kept }]) => [name, kept] as const);
  return {
    waiting: waits?.node ?? null,
    variables: waits?.variables ?? {},
    results: Object.fromEntries(results),
    fields: contact.fields,
    name: contact.name,
  };
};

async function valuesOf({ conversations, connection }: TestWorld): Promise<Values> {
  const [conversation] = await conversations();
  const contact = await connection.collection('contacts').findOne();
  return valuesFrom(conversation?.session ?? null, {
    name: (contact?.['name'] as string | undefined) ?? null,
    fields: (typeof contact?.['fields'] === 'string'
      ? JSON.parse(contact['fields'])
      : (contact?.['fields'] ?? {})) as Json,
  });
}

const simulatedValues = ({ state: { session, contact } }: Run): Values => valuesFrom(session, contact);

/**
 * A trace apart from what is each world's own: the ids of sessions (told by their place in the conversation) and of the effects
 * made from them, the instants and how long things took, for the server's clock ticks while it works, and what a template costs,
 * which the simulator has no prices for.
 */
function traceOf(sessionId: string, place: number, entries: readonly TraceEntry[]): Json {
  const plain = entries.map(({ at: _at, waitedMs: _waitedMs, cost: _cost, call, effects, ...entry }) => ({
    ...entry,
    ...(call && { call: { ...call, durationMs: 0 } }),
    session: place,
    ...(effects && { effects: effects.map((id) => id.replace(`${sessionId}.`, '')) }),
  }));
  return JSON.parse(JSON.stringify(plain)) as Json;
}

const simulatedTraces = ({ state: { turns } }: Run): Json[] => {
  const sessions = [...new Set(turns.map(({ sessionId }) => sessionId))];
  return turns.map(({ sessionId, trace }) => traceOf(sessionId, sessions.indexOf(sessionId), trace));
};

async function tracesOf({ connection }: TestWorld, run: Run): Promise<Json[]> {
  const collection = connection.collection<{ _id: string; sessionId: string; trace: string }>('traces');
  await eventually(async () => (await collection.countDocuments()) >= run.state.turns.length, 10_000);
  const found = (await collection.find().toArray()).map(({ trace, ...turn }) => ({
    ...turn,
    entries: (JSON.parse(trace) as { entries: TraceEntry[] }).entries,
  }));
  const turnOf = (id: string) => Number(id.slice(id.lastIndexOf('.') + 1));
  // A session that a program has begun has an id that tells no order.
  const begun = ({ entries }: { entries: TraceEntry[] }) => entries[0]?.at ?? '';
  const first = found.filter(({ _id }) => turnOf(_id) === 1).sort((a, b) => (begun(a) < begun(b) ? -1 : 1));
  const sessions = first.map(({ sessionId }) => sessionId);
  return found
    .sort((a, b) => sessions.indexOf(a.sessionId) - sessions.indexOf(b.sessionId) || turnOf(a._id) - turnOf(b._id))
    .map(({ sessionId, entries }) => traceOf(sessionId, sessions.indexOf(sessionId), entries));
}
