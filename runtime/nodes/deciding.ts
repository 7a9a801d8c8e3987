import {
  errorPort,
  leave,
  otherPort,
  type NodeContext,
  type Outcome,
  type Port,
  type Reference,
} from '../contract/index.ts';
import { emptyText, repeatedIds, type ConfigIssue } from './config-parts.ts';
import { checkMeant, orNotMeant, type MeantKind } from './meant.ts';
import { matches, type Subject } from './rule-matches.ts';
import type { Rule } from './rules.ts';

const portOf = (rule: Rule): string => rule.port ?? rule.id;

/** A way out for each category, in the order of their first rules. */
export function rulePorts(rules: readonly Rule[]): Port[] {
  const ports = new Map<string, Port>();
  for (const rule of rules) {
    const id = portOf(rule);
    if (!ports.has(id)) ports.set(id, { id, label: rule.category, literal: true });
  }
  return [...ports.values(), otherPort, errorPort];
}

/** Leaves by the category of the first rule that holds, from top to bottom. */
export const decided = (
  { rules, resultName }: { rules: readonly Rule[]; resultName?: string },
  subject: Subject,
  ctx: NodeContext,
): Promise<Outcome> =>
  orNotMeant(async () => {
    const { text } = subject;
    const out = (port: string, category: string): Outcome =>
      leave(port, {
        changes: resultName ? { results: { [resultName]: { value: subject.number ?? text, category } } } : {},
        values: { subject: text, port },
      });
    for (const rule of rules) {
      if (!(await matches(rule, subject, ctx))) continue;
      const port = portOf(rule);
      return out(port, rules.find((candidate) => portOf(candidate) === port)?.category ?? rule.category);
    }
    return out(otherPort.id, otherPort.id);
  });

export const checkRules = (rules: readonly Rule[]): ConfigIssue[] => [
  ...(rules.length === 0
    ? [{ code: 'rules.none', severity: 'warning' as const, message: 'There is no rule yet.', path: '/rules' }]
    : []),
  ...repeatedIds(rules, (index) => `/rules/${index}`),
  ...rules.flatMap(checkRule),
];

function checkRule(rule: Rule, index: number): ConfigIssue[] {
  const path = `/rules/${index}`;
  return [
    ...emptyText(rule.category, `${path}/category`),
    ...('text' in rule ? emptyText(rule.text, `${path}/text`) : []),
    ...('group' in rule ? emptyText(rule.group, `${path}/group`) : []),
    ...('is' in rule ? [...emptyText(rule.result, `${path}/result`), ...emptyText(rule.is, `${path}/is`)] : []),
    ...comparedIn(rule).flatMap(([name, text, kind]) => checkMeant(text, kind, `${path}/${name}`)),
  ];
}

/** What a rule compares with, and what that must be. */
function comparedIn(rule: Rule): [name: string, text: string, kind: MeantKind][] {
  if ('value' in rule) return [['value', rule.value, 'number']];
  if ('minimum' in rule)
    return [
      ['minimum', rule.minimum, 'number'],
      ['maximum', rule.maximum, 'number'],
    ];
  if ('date' in rule) return [['date', rule.date, 'date']];
  if ('time' in rule) return [['time', rule.time, 'time']];
  if (!('from' in rule)) return [];
  const kind = rule.kind === 'date-between' ? 'date' : 'time';
  return [
    ['from', rule.from, kind],
    ['to', rule.to, kind],
  ];
}

export const ruleReferences = (rules: readonly Rule[]): Reference[] =>
  rules.flatMap((rule, index): Reference[] =>
    'group' in rule && rule.group !== '' ? [{ kind: 'group', id: rule.group, path: `/rules/${index}/group` }] : [],
  );
