import type { Flow, FlowNode, InboundContent, InboundMessage, Instant, Trigger } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

type Random = () => number;
const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
const chance = (random: Random, share: number): boolean => random() < share;
const some = <Item>(random: Random, items: readonly Item[]): Item[] => items.filter(() => chance(random, 0.4));

export const groups = ['vip', 'nuevos', 'prueba'] as const;
const words = ['hola', 'precio', 'pizza grande', 'pizza', 'menú', 'baja', '👍', 'sí'];
const patterns = ['^prec.o$', 'piz+a', '(', '\\d+'];
const payloads = ['promo-1', 'promo-*', 'si'];
export const referralSources = ['1203', 'https://fb.me/'];

/** What people send: words that triggers know, words of the program, answers, taps, files. */
export function randomMessage(random: Random, id: string, at: Instant): InboundMessage {
  const said = (): string =>
    pick(random, [
      ...words,
      'el PRECIO de la pizza, por favor',
      '¿Hola?',
      'salir',
      'Menú',
      'BAJA',
      'alta',
      '',
      '42',
      'otra cosa',
      'sí quiero',
    ]);
  const content = pick<() => InboundContent>(random, [
    () => ({ kind: 'text', body: said() }),
    () => ({ kind: 'text', body: said() }),
    () => ({ kind: 'text', body: said() }),
    () => ({ kind: 'choice', source: 'template', id: pick(random, ['promo-1', 'promo-22', 'no']), title: 'Sí' }),
    () => ({ kind: 'choice', source: pick(random, ['button', 'list'] as const), id: 'x', title: said() }),
    () => ({ kind: 'media', media: 'image', providerMediaId: 'm', caption: said() }),
    () => ({ kind: 'location', latitude: 1, longitude: 2 }),
    () => ({ kind: 'reaction', messageId: 'm', emoji: '👍' }),
    () => ({ kind: 'welcome' }),
    () => ({ kind: 'system', change: 'number' }),
  ])();
  const referral = chance(random, 0.15) && {
    referral: pick<{ [key: string]: string }>(random, [
      { source_id: '1203' },
      { source_url: 'https://fb.me/x' },
      { source_id: '9' },
    ]),
  };
  return { id, at, content, ...referral };
}

/** A trigger of any kind that messages, or what they lead to, begin. */
export function randomTrigger(random: Random, id: string): Trigger {
  const common = {
    id,
    ...(chance(random, 0.2) && { priority: pick(random, [-1, 0, 1, 5]) }),
    ...(chance(random, 0.2) && { groups: { only: some(random, groups) } }),
    ...(chance(random, 0.2) && { groups: { never: some(random, groups) } }),
    ...(chance(random, 0.15) && { channels: pick(random, [['other'], ['test-whatsapp'], ['other', 'test-whatsapp']]) }),
    ...(chance(random, 0.2) && { once: pick(random, ['ever' as const, { hours: 24 }]) }),
    ...(chance(random, 0.25) && { again: pick(random, ['keep', 'restart'] as const) }),
    ...(chance(random, 0.25) && { other: pick(random, ['keep', 'interrupt'] as const) }),
    ...(chance(random, 0.15) && {
      hours: { weekly: { monday: [{ from: '08:00', to: pick(random, ['09:00', '18:00']) }] } },
    }),
  };
  const match = pick(random, ['is', 'starts-with', 'contains', 'pattern'] as const);
  return pick<() => Trigger>(random, [
    () => ({
      ...common,
      kind: 'keyword',
      match,
      words: [
        pick(random, match === 'pattern' ? patterns : words),
        pick(random, match === 'pattern' ? patterns : words),
      ],
      ...(chance(random, 0.2) && { joinGroup: pick(random, groups) }),
    }),
    () => ({ ...common, kind: 'keyword', match: 'contains', words: [pick(random, words)] }),
    () => ({ ...common, kind: 'new-conversation' }),
    () => ({ ...common, kind: 'unhandled' }),
    () => ({ ...common, kind: 'button-payload', payloads: [pick(random, payloads)] }),
    () => ({ ...common, kind: 'referral', ...(chance(random, 0.6) && { sources: [pick(random, referralSources)] }) }),
    () => ({ ...common, kind: 'contact-changed', change: { what: 'group-joined', group: pick(random, groups) } }),
    () => ({ ...common, kind: 'missed-call' }),
    () => ({ ...common, kind: 'api' }),
  ])();
}

const card = (id: string, type: string, config: object): FlowNode => ({
  id,
  type,
  version: 1,
  config: { ...(nodeTypes.get(type)?.initial as object), ...config },
});

/** A flow that asks, waits for time, waits for another system, or says one thing and ends. */
export function randomFlow(random: Random, id: string): Flow {
  const node = pick<() => FlowNode>(random, [
    () => card('n', 'ask', { body: '¿Qué?' }),
    () => card('n', 'ask', { body: '¿Qué?' }),
    () => card('n', 'wait-for', { durationSeconds: 86_400 }),
    () => card('n', 'send-text', { body: id }),
  ])();
  const count = 1 + Math.floor(random() * 3);
  return {
    schemaVersion: 1,
    id,
    name: id,
    languages: ['es'],
    nodes: [node, card('end', 'send-text', { body: 'fin' })],
    edges: [{ id: 'e', from: { node: 'n', port: 'next' }, to: 'end' }],
    triggers: Array.from({ length: count }, (_item, index) => randomTrigger(random, `t${index}`)),
    variables: [],
    settings: {
      ...(chance(random, 0.2) && { ignoreTriggers: true }),
      ...(chance(random, 0.3) && { timeZone: pick(random, ['Asia/Tokyo', 'America/Lima']) }),
    },
    layout: {},
    notes: [],
  };
}
