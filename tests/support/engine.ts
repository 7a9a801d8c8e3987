import { Type } from '@sinclair/typebox';
import {
  callFlow,
  defineNodeType,
  endSession,
  errorPort,
  fail,
  jumpTo,
  leave,
  nextPort,
  otherPort,
  sendMessage,
  switchFlow,
  timeoutPort,
  waitFor,
  type Env,
  type Flow,
  type FlowEdge,
  type FlowNode,
  type InboundContent,
  type Input,
  type Json,
  type NodeType,
  type NodeTypes,
} from '../../runtime/contract/index.ts';

const editor = { label: '', group: 'messages' as const, icon: '', form: [], preview: () => null };
const texts = { templates: [], expressions: [] };

/** Says `text`. */
const say = defineNodeType({
  type: 'say',
  version: 1,
  config: Type.Object({ text: Type.String() }, { additionalProperties: false }),
  initial: { text: '' },
  ports: () => [nextPort, errorPort],
  async enter({ text }, ctx) {
    return leave('next', { effects: [sendMessage({ kind: 'text', body: await ctx.render(text) })] });
  },
  texts: { templates: ['text'], expressions: [] },
  editor: { ...editor, preview: ({ text }) => ({ kind: 'text', body: text }) },
});

/** Asks, keeps the answer in `variable` and as a result of that name; "again" is asked once more. */
const question = defineNodeType({
  type: 'question',
  version: 1,
  config: Type.Object({
    text: Type.String(),
    variable: Type.Optional(Type.String()),
    seconds: Type.Optional(Type.Number()),
  }),
  initial: { text: '' },
  ports: () => [nextPort, otherPort, timeoutPort, errorPort],
  async enter({ text, seconds }, ctx) {
    return waitFor(
      { for: 'message', ...(seconds !== undefined && { timeoutSeconds: seconds }) },
      { effects: [sendMessage({ kind: 'text', body: await ctx.render(text) })], state: { asked: 1 } },
    );
  },
  async resume({ text, variable }, input, ctx) {
    if (input.kind === 'timeout') return leave('timeout');
    if (input.kind === 'delivery-failed') return fail(input.error.code, input.error.message);
    const answer = (await ctx.evaluate('message.text')) ?? '';
    if (answer === 'again')
      return waitFor({ for: 'message' }, { effects: [sendMessage({ kind: 'text', body: text })], state: ctx.state });
    const changes = variable
      ? { variables: { [variable]: answer }, results: { [variable]: { value: answer, category: 'said' } } }
      : {};
    return leave(answer === 'other' ? 'other' : 'next', { changes, values: { answer } });
  },
  texts: { templates: ['text'], expressions: [] },
  editor,
});

/** Sets a variable to the value of an expression. */
const set = defineNodeType({
  type: 'set',
  version: 1,
  config: Type.Object({ name: Type.String(), expression: Type.String() }),
  initial: { name: 'a', expression: '1' },
  ports: () => [nextPort, errorPort],
  async enter({ name, expression }, ctx) {
    return leave('next', { changes: { variables: { [name]: (await ctx.evaluate(expression)) ?? null } } });
  },
  texts: { templates: [], expressions: ['expression'] },
  editor,
});

const rename = defineNodeType({
  type: 'rename',
  version: 1,
  config: Type.Object({ name: Type.String() }),
  initial: { name: 'x' },
  ports: () => [nextPort],
  async enter({ name }) {
    return leave('next', {
      effects: [{ kind: 'contact.update', patch: { name, fields: { city: 'Lima', old: null } } }],
    });
  },
  texts,
  editor,
});

const pause = defineNodeType({
  type: 'pause',
  version: 1,
  config: Type.Object({ seconds: Type.Number() }),
  initial: { seconds: 1 },
  ports: () => [nextPort],
  async enter({ seconds }) {
    return waitFor({ for: 'time', timeoutSeconds: seconds });
  },
  async resume(_config, input, { now }) {
    return input.kind === 'timeout' ? leave('next') : waitFor({ for: 'time', until: now });
  },
  texts,
  editor,
});

const call = defineNodeType({
  type: 'call',
  version: 1,
  config: Type.Object({ url: Type.String() }),
  initial: { url: 'https://example.com' },
  ports: () => [nextPort, errorPort],
  async enter({ url }) {
    return waitFor(
      { for: 'http' },
      {
        effects: [
          {
            kind: 'http.request',
            request: { method: 'GET', url, headers: {}, timeoutSeconds: 10, retries: 0, safeToRepeat: false },
          },
        ],
      },
    );
  },
  async resume(_config, input) {
    if (input.kind !== 'http') return fail('http.timeout', 'No answer.');
    if (!input.outcome.ok) return fail(input.outcome.code, input.outcome.message);
    const { status, body, headers } = input.outcome;
    return leave('next', { changes: { webhook: { ok: true, status, body, headers } } });
  },
  texts,
  editor,
});

/** Matches a pattern with a text. */
const look = defineNodeType({
  type: 'look',
  version: 1,
  config: Type.Object({ pattern: Type.String() }),
  initial: { pattern: 'a' },
  ports: () => [nextPort, otherPort, errorPort],
  async enter({ pattern }, ctx) {
    const text = await ctx.evaluate('message.text');
    return leave(typeof text === 'string' && ctx.match(pattern, text) ? 'next' : 'other');
  },
  texts,
  editor,
});

const dice = defineNodeType({
  type: 'dice',
  version: 1,
  config: Type.Object({}),
  initial: {},
  ports: () => [nextPort],
  async enter(_config, ctx) {
    const rolled: Json = [ctx.random(), ctx.random(), (await ctx.evaluate('$random()')) ?? null];
    return leave('next', { changes: { variables: { rolled } } });
  },
  texts,
  editor,
});

const stop = defineNodeType({
  type: 'stop',
  version: 1,
  config: Type.Object({}),
  initial: {},
  ports: () => [],
  async enter() {
    return endSession();
  },
  texts,
  editor,
});

/** A node type with a bug. */
const broken = defineNodeType({
  type: 'broken',
  version: 1,
  config: Type.Object({}),
  initial: {},
  ports: () => [nextPort, errorPort],
  async enter() {
    throw new TypeError('something is undefined');
  },
  texts,
  editor,
});

/** Its second version calls `words` what its first called `text`. */
const renamed = defineNodeType({
  type: 'renamed',
  version: 2,
  config: Type.Object({ words: Type.String() }, { additionalProperties: false }),
  initial: { words: '' },
  upgrades: { 1: ({ text, ...rest }) => ({ ...rest, words: text ?? '' }) },
  ports: () => [nextPort],
  async enter({ words }) {
    return leave('next', { effects: [sendMessage({ kind: 'text', body: words })] });
  },
  texts: { templates: ['words'], expressions: [] },
  editor,
});

/** Begins a sub-flow and keeps what it is told of its variables. */
const sub = defineNodeType({
  type: 'sub',
  version: 1,
  config: Type.Object({
    flow: Type.String(),
    give: Type.Optional(Type.Record(Type.String(), Type.Unsafe<Json>({}))),
    take: Type.Optional(Type.String()),
  }),
  initial: { flow: 'other' },
  ports: () => [nextPort, errorPort],
  async enter({ flow, give = {} }) {
    return callFlow(flow, give);
  },
  async resume({ take = 'subflow' }, input, ctx) {
    if (input.kind !== 'returned') return fail('input.unexpected', input.kind);
    if (input.failure) return fail(input.failure.code, input.failure.message);
    return leave('next', { changes: { variables: { taken: (await ctx.evaluate(take)) ?? null } } });
  },
  awaits: 'system',
  texts,
  editor,
});

/** Goes over to another flow. */
const over = defineNodeType({
  type: 'over',
  version: 1,
  config: Type.Object({ flow: Type.String() }),
  initial: { flow: 'other' },
  ports: () => [errorPort],
  enter: async ({ flow }) => switchFlow(flow, { given: 1 }),
  texts,
  editor,
});

/** Goes on at another card. */
const go = defineNodeType({
  type: 'go',
  version: 1,
  config: Type.Object({ to: Type.String() }),
  initial: { to: 'a' },
  ports: () => [errorPort],
  enter: async ({ to }) => jumpTo(to),
  texts,
  editor,
});

/** Says something that may be left out. */
const perhaps = defineNodeType({
  type: 'perhaps',
  version: 1,
  config: Type.Object({ text: Type.String() }),
  initial: { text: '' },
  ports: () => [nextPort, errorPort],
  enter: async ({ text }) =>
    leave('next', {
      effects: [{ kind: 'message.send', content: { kind: 'text', body: text }, optional: true }],
    }),
  texts,
  editor,
});

/** Writes a letter and waits until it is sent. */
const letter = defineNodeType({
  type: 'letter',
  version: 1,
  config: Type.Object({}),
  initial: {},
  ports: () => [nextPort, errorPort],
  enter: async () =>
    waitFor(
      { for: 'effect' },
      { effects: [{ kind: 'email.send', email: { to: ['ana@example.com'], subject: 'Hola', body: '…' } }] },
    ),
  async resume(_config, input) {
    if (input.kind !== 'done') return fail('input.unexpected', input.kind);
    return input.outcome.ok ? leave('next') : fail(input.outcome.code, input.outcome.message);
  },
  awaits: 'system',
  texts,
  editor,
});

/** Hands the conversation to people and waits until they are done. */
const people = defineNodeType({
  type: 'people',
  version: 1,
  config: Type.Object({}),
  initial: {},
  ports: () => [nextPort, errorPort],
  enter: async () => waitFor({ for: 'ticket' }, { effects: [{ kind: 'ticket.open', note: 'Help' }] }),
  resume: async (_config, input) =>
    input.kind === 'ticket-closed' ? leave('next') : fail('input.unexpected', input.kind),
  texts,
  editor,
});

/** Small node types that show one rule of the engine each. */
export const littleTypes: NodeTypes = new Map<string, NodeType>(
  (
    [
      say,
      question,
      set,
      rename,
      pause,
      call,
      look,
      dice,
      stop,
      broken,
      renamed,
      sub,
      over,
      go,
      perhaps,
      letter,
      people,
    ] as NodeType[]
  ).map((nodeType) => [nodeType.type, nodeType]),
);

type Steps = { [id: string]: [type: string, config?: FlowNode['config'], next?: { [port: string]: string } | string] };

/** A flow in short: node id to type, config and where its ports lead (a string: where `next` leads). */
export function flowOf(steps: Steps, more: Partial<Flow> = {}): Flow {
  const nodes = Object.entries(steps).map(([id, [type, config = {}]]): FlowNode => ({ id, type, version: 1, config }));
  const edges = Object.entries(steps).flatMap(([id, [, , to = {}]]) =>
    Object.entries(typeof to === 'string' ? { next: to } : to).map(([port, target]): FlowEdge => ({
      id: `${id}-${port}`,
      from: { node: id, port },
      to: target,
    })),
  );
  return {
    schemaVersion: 1,
    id: 'test',
    name: 'Test',
    languages: ['es'],
    nodes,
    edges,
    triggers: [],
    variables: [],
    settings: {},
    layout: {},
    notes: [],
    ...more,
  };
}

export const testNow = '2026-01-05T09:00:00.000Z';

export const envOf = (more: Partial<Env> = {}): Env => ({
  nodeTypes: littleTypes,
  now: testNow,
  timeZone: 'America/Bogota',
  contact: {
    id: 'c1',
    name: 'Ana Gómez',
    firstName: 'Ana',
    phone: '+573001112233',
    language: null,
    fields: { old: 1, plan: 'gold' },
    groups: [],
    labels: [],
  },
  channel: { id: 'demo', name: 'Demo' },
  conversation: { id: 'demo:c1' },
  exitWords: ['menú', 'salir'],
  ...more,
});

export const start = (more: Partial<Extract<Input, { kind: 'start' }>> = {}): Input => ({
  kind: 'start',
  at: testNow,
  trigger: { kind: 'keyword', id: 't1' },
  ...more,
});

/** A message: words, or a content. */
export const said = (content: string | InboundContent): Extract<Input, { kind: 'message' }> => ({
  kind: 'message',
  at: testNow,
  message: {
    id: 'wamid.1',
    at: testNow,
    content: typeof content === 'string' ? { kind: 'text', body: content } : content,
  },
});

/** A library of flows, each published as a version; older ones too, where they are handed along. */
export const libraryOf = (...flows: [Flow, number][]): NonNullable<Env['flows']> => ({
  async published(id) {
    const found = flows.findLast(([flow]) => flow.id === id);
    return found && { flow: found[0], version: found[1] };
  },
  version: async (id, version) => flows.find(([flow, its]) => flow.id === id && its === version)?.[0],
});
