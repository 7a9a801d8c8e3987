import type { Flow, FlowNode, PublishPolicies, PublishPolicy } from '../../runtime/contract/index.ts';
import { between } from './seeded-random.ts';

/**
 * What publishing promises to people mid-conversation, as simply as it can be said: flows of questions and last words, people who stand
 * at a question of a version, and of each card the word of the newest version that names it.
 */
export type Standing = { node: string; version: number } | null;
/** Where somebody stands, and what they have been told on the way there. */
export type Path = { at: Standing; told: string[] };

export type Published = {
  flows: ReadonlyMap<number, Flow>;
  active: number;
  words: ReadonlyMap<string, { version: number; policy: PublishPolicy }>;
};

const bodyOf = (flow: Flow, id: string): string => {
  const body = flow.nodes.find((node) => node.id === id)?.config['body'];
  return typeof body === 'string' ? body : '';
};
const typeOf = (flow: Flow, id: string) => flow.nodes.find((node) => node.id === id)?.type;
const next = (flow: Flow, id: string) => flow.edges.find(({ from }) => from.node === id && from.port === 'next')?.to;

/** Enters a card: says what stands there, until a question waits or nothing follows. */
function enter(world: Published, version: number, id: string | undefined, told: string[]): Path {
  const flow = world.flows.get(version);
  if (!flow || id === undefined) return { at: null, told };
  const said = [...told, bodyOf(flow, id)];
  if (typeOf(flow, id) === 'ask') return { at: { node: id, version }, told: said };
  return enter(world, version, next(flow, id), said);
}

export const begin = (world: Published, told: string[] = []): Path => {
  const flow = world.flows.get(world.active);
  return settled(world, enter(world, world.active, flow?.settings.start ?? flow?.nodes[0]?.id, told));
};

const wordFor = (world: Published, { node, version }: NonNullable<Standing>) => {
  const word = world.words.get(node);
  return word && word.version > version && word.policy.do !== 'finish' ? word : undefined;
};

/** Applies what newer versions say until nobody has a word any more. */
export function settled(world: Published, path: Path): Path {
  let { at } = path;
  let word = at && wordFor(world, at);
  if (!at || !word) return path;
  while (at && word) {
    if (word.policy.do === 'close') return { at: null, told: [...path.told, word.policy.message ?? ''] };
    if (word.policy.do === 'move') at = { node: word.policy.to, version: word.version };
    word = wordFor(world, at);
  }
  return settled(world, enter(world, at.version, at.node, path.told));
}

/** An answer: taken by the policy where one waits, else by the question; whoever stands nowhere begins anew. */
export function answer(world: Published, path: Path): Path {
  const { at, told } = path;
  if (!at) return begin(world, told);
  if (wordFor(world, at)) return settled(world, path);
  const flow = world.flows.get(at.version);
  return settled(world, enter(world, at.version, flow && next(flow, at.node), told));
}

/** A flow of questions in a row with some ways across, and last words. */
export function questions(id: string, count: number): Flow {
  const asks = Array.from({ length: count }, (_, index) => ask(`q${index}`, 0));
  return {
    schemaVersion: 1,
    id,
    name: id,
    languages: ['es'],
    nodes: [...asks, { id: 'fin', type: 'send-text', version: 1, config: { body: 'fin' } }],
    edges: asks.map(({ id: from }, index) => edge(from, asks[index + 1]?.id ?? 'fin')),
    triggers: [{ id: 'any', kind: 'unhandled' }],
    variables: [],
    settings: { start: 'q0' },
    layout: {},
    notes: [],
  };
}

const ask = (id: string, edition: number): FlowNode => ({
  id,
  type: 'ask',
  version: 1,
  config: { answerType: 'text', body: `${id} ${edition}` },
});
const edge = (from: string, to: string) => ({ id: `e-${from}`, from: { node: from, port: 'next' }, to });

/** Random edits as a designer makes them: cards go, come, say something else, lead elsewhere. */
export function edited(flow: Flow, edits: number, random: () => number, edition: number): Flow {
  let { nodes, edges } = flow;
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[between(random, 0, items.length - 1)];
  for (let count = 0; count < edits; count += 1) {
    const asks = nodes.filter(({ type }) => type === 'ask');
    const one = pick(asks);
    const target = pick(nodes);
    if (!one || !target) break;
    const what = random();
    if (what < 0.3 && asks.length > 4) {
      const after = edges.find(({ from }) => from.node === one.id)?.to;
      nodes = nodes.filter((node) => node !== one);
      edges = edges
        .filter(({ from }) => from.node !== one.id)
        .map((way) => (way.to === one.id ? { ...way, to: after && after !== one.id ? after : 'fin' } : way));
    } else if (what < 0.55) {
      nodes = nodes.map((node) => (node === one ? ask(one.id, edition * 100 + count) : node));
    } else if (what < 0.75) {
      // Only onwards, so that nobody goes round for ever.
      const later = nodes.slice(nodes.indexOf(one) + 1);
      const to = pick(later)?.id ?? 'fin';
      edges = edges.map((way) => (way.from.node === one.id ? { ...way, to } : way));
    } else {
      const added = ask(`n${edition}x${count}`, edition);
      const at = nodes.indexOf(one) + 1;
      const after = edges.find(({ from }) => from.node === one.id)?.to ?? 'fin';
      nodes = nodes.toSpliced(at, 0, added);
      edges = [...edges.filter(({ from }) => from.node !== one.id), edge(one.id, added.id), edge(added.id, after)];
    }
  }
  const start = nodes.find(({ type }) => type === 'ask')?.id ?? 'fin';
  return { ...flow, nodes, edges, settings: { start } };
}

/** A word about each of these cards: finish, move to somewhere in the new version, or close. */
export function randomPolicies(
  cards: readonly string[],
  next: Flow,
  random: () => number,
  version: number,
): PublishPolicies {
  return Object.fromEntries(
    cards.map((card): [string, PublishPolicy] => {
      const what = random();
      if (what < 0.34) return [card, { do: 'finish' }];
      if (what < 0.6) return [card, { do: 'close', message: `adiós ${version}` }];
      return [card, { do: 'move', to: next.nodes[between(random, 0, next.nodes.length - 1)]?.id ?? 'fin' }];
    }),
  );
}
