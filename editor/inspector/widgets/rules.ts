import { partId, type NewId } from '../../flow/ids.ts';
import { Rule } from '../../../runtime/nodes/rules.ts';
import { recordsOf, textIn, type Parsed } from '../parts/lists.ts';

/** What a rule compares with. */
export type Operand = 'text' | 'pattern' | 'value' | 'range' | 'media' | 'choiceId' | 'none';

/** Every rule of the library by its kind, as the schema has them, with what it compares with. */
export const operandOf: ReadonlyMap<string, Operand> = new Map(
  Rule.anyOf.flatMap((branch): [string, Operand][] => {
    const properties: { [name: string]: unknown } = branch.properties;
    const operands = ['text', 'pattern', 'value', 'media', 'choiceId'] as const;
    const operand = operands.find((name) => name in properties) ?? ('minimum' in properties ? 'range' : 'none');
    return kindsIn(properties['kind']).map((kind) => [kind, operand]);
  }),
);

function kindsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if ('enum' in schema && Array.isArray(schema.enum)) return schema.enum.map(String);
  return 'const' in schema ? [String(schema.const)] : [];
}

/** The kinds as they are offered: what the words say, what numbers say, what was sent. */
export function kindGroups(): { group: 'words' | 'numbers' | 'content'; kinds: string[] }[] {
  const groupOf = (kind: string, operand: Operand) => {
    if (kind.startsWith('number')) return 'numbers';
    return operand === 'text' || operand === 'pattern' || kind === 'has-text' || kind === 'empty' ? 'words' : 'content';
  };
  return (['words', 'numbers', 'content'] as const).map((group) => ({
    group,
    kinds: [...operandOf].flatMap(([kind, operand]) => (groupOf(kind, operand) === group ? [kind] : [])),
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
  const operands: { [operand in Operand]: Parsed } = {
    text: { text: words },
    pattern: { pattern: words },
    value: { value: number },
    range: { minimum: number, maximum: textIn(rule, 'maximum') },
    media: {},
    choiceId: { choiceId: textIn(rule, 'choiceId') },
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
