import { partId, type NewId } from '../../flow/ids.ts';
import { Rule } from '../../../runtime/nodes/rules.ts';
import { recordsOf, textIn, type Parsed } from '../parts/lists.ts';

/** What a rule compares with. */
export type Operand =
  | 'text'
  | 'pattern'
  | 'value'
  | 'range'
  | 'date'
  | 'time'
  | 'dates'
  | 'times'
  | 'region'
  | 'media'
  | 'choiceId'
  | 'group'
  | 'category'
  | 'none';

/** The name by which a rule holds what it compares with. */
const operandNames: readonly [property: string, operand: Operand][] = [
  ['text', 'text'],
  ['pattern', 'pattern'],
  ['value', 'value'],
  ['minimum', 'range'],
  ['date', 'date'],
  ['time', 'time'],
  ['region', 'region'],
  ['media', 'media'],
  ['choiceId', 'choiceId'],
  ['group', 'group'],
  ['result', 'category'],
];

/** Every rule of the library by its kind, as the schema has them, with what it compares with. */
export const operandOf: ReadonlyMap<string, Operand> = new Map(
  Rule.anyOf.flatMap((branch): [string, Operand][] => {
    const properties: { [name: string]: unknown } = branch.properties;
    const found = operandNames.find(([name]) => name in properties)?.[1];
    return kindsIn(properties['kind']).map((kind) => [
      kind,
      found ?? ('from' in properties ? (kind.startsWith('date') ? 'dates' : 'times') : 'none'),
    ]);
  }),
);

function kindsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if ('anyOf' in schema && Array.isArray(schema.anyOf)) return schema.anyOf.flatMap(kindsIn);
  return 'const' in schema ? [String(schema.const)] : [];
}

export type KindGroup = 'words' | 'numbers' | 'dates' | 'times' | 'content' | 'person';

function groupOf(kind: string): KindGroup {
  if (/^(number|date|time)/.test(kind))
    return kind.startsWith('n') ? 'numbers' : kind.startsWith('d') ? 'dates' : 'times';
  if (['email', 'phone', 'location', 'media', 'choice'].includes(kind)) return 'content';
  return kind === 'group' || kind === 'category' ? 'person' : 'words';
}

/** Rules for what only a message can be. */
const ofMessages = ['location', 'media', 'choice'];

/** The kinds as they are offered: what the words say, numbers, dates and times, what was sent, what is known of the person. */
export function kindGroups(looksAt?: 'value'): { group: KindGroup; kinds: string[] }[] {
  const kinds = [...operandOf.keys()].filter((kind) => looksAt === undefined || !ofMessages.includes(kind));
  return (['words', 'numbers', 'dates', 'times', 'content', 'person'] as const).map((group) => ({
    group,
    kinds: kinds.filter((kind) => groupOf(kind) === group),
  }));
}

export type RuleItem = Parsed & { id: string; kind: string; category: string };

export const readRules = (value: unknown): RuleItem[] =>
  recordsOf(value).map((record) => ({
    ...record,
    id: textIn(record, 'id'),
    kind: textIn(record, 'kind'),
    category: textIn(record, 'category'),
  }));

export const newRule = (newId?: NewId): RuleItem => ({
  id: partId('r', newId),
  kind: 'any-word',
  category: '',
  text: '',
});

/** The rule as one of another kind; what it compares with is kept where both kinds have it. */
export function withKind(rule: RuleItem, kind: string): RuleItem {
  const { id, category, port } = rule;
  const words = textIn(rule, 'text') || textIn(rule, 'pattern');
  const number = textIn(rule, 'value') || textIn(rule, 'minimum');
  const [date, dates] = [textIn(rule, 'date'), rule.kind === 'date-between'];
  const [time, times] = [textIn(rule, 'time'), rule.kind === 'time-between'];
  const [from, to] = [textIn(rule, 'from'), textIn(rule, 'to')];
  const operands: { [operand in Operand]: Parsed } = {
    text: { text: words },
    pattern: { pattern: words },
    value: { value: number },
    range: { minimum: number, maximum: textIn(rule, 'maximum') },
    date: { date: dates ? from : date },
    time: { time: times ? from : time },
    dates: { from: dates ? from : date, to: dates ? to : '' },
    times: { from: times ? from : time, to: times ? to : '' },
    region: {},
    media: {},
    choiceId: { choiceId: textIn(rule, 'choiceId') },
    group: { group: textIn(rule, 'group') },
    category: { result: textIn(rule, 'result'), is: textIn(rule, 'is') },
    none: {},
  };
  return { id, ...(port !== undefined && { port }), kind, category, ...operands[operandOf.get(kind) ?? 'none'] };
}

export const portOf = (rule: RuleItem): string => textIn(rule, 'port') || rule.id;

/** The ways out of the rules before one, by name: what it can share. */
export function categoriesBefore(rules: readonly RuleItem[], index: number): { port: string; category: string }[] {
  const ways = new Map<string, string>();
  for (const rule of rules.slice(0, index)) if (!ways.has(portOf(rule))) ways.set(portOf(rule), rule.category);
  return [...ways].flatMap(([port, category]) => (category === '' ? [] : [{ port, category }]));
}

/** The rule leaving by the way out of that name: another rule's when one has it, else its own. */
export function withCategory(rules: readonly RuleItem[], index: number, category: string): RuleItem | undefined {
  const rule = rules[index];
  if (!rule) return undefined;
  const shared = categoriesBefore(rules, index).find((way) => way.category === category && way.port !== rule.id);
  const { port: _own, ...rest } = rule;
  return { ...rest, category, ...(shared && { port: shared.port }) };
}
