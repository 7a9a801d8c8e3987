import { defineNodeType, errorPort, leave, otherPort, type Outcome, type Port } from '../../contract/index.ts';
import { emptyText, repeatedIds, type ConfigIssue } from '../config-parts.ts';
import { lastMessage } from '../last-message.ts';
import { parseNumber } from '../numbers.ts';
import { matches, NotANumber } from './matches.ts';
import { DecideRulesConfig, type Rule } from './schema.ts';

const portOf = (rule: Rule): string => rule.port ?? rule.id;

export const decideRules = defineNodeType({
  type: 'decide-rules',
  version: 1,
  config: DecideRulesConfig,
  initial: { rules: [] },
  ports: ({ rules }) => [...categoryPorts(rules), otherPort, errorPort],
  check: ({ rules }) => [
    ...(rules.length === 0
      ? [{ code: 'rules.none', severity: 'warning' as const, message: 'There is no rule yet.', path: '/rules' }]
      : []),
    ...repeatedIds(rules, (index) => `/rules/${index}`),
    ...rules.flatMap(checkRule),
  ],
  async enter(config, ctx) {
    const message = await lastMessage(ctx);
    const text = config.subject ? await ctx.render(config.subject) : message.text;
    const out = (port: string, category: string): Outcome =>
      leave(port, {
        changes: config.resultName ? { results: { [config.resultName]: { value: text, category } } } : {},
        values: { subject: text, port },
      });
    try {
      for (const rule of config.rules) {
        if (!(await matches(rule, { text, message }, ctx))) continue;
        const port = portOf(rule);
        return out(port, config.rules.find((candidate) => portOf(candidate) === port)?.category ?? rule.category);
      }
    } catch (error) {
      if (error instanceof NotANumber) return error.outcome;
      throw error;
    }
    return out(otherPort.id, otherPort.id);
  },
  texts: {
    templates: ['subject', 'rules.*.text', 'rules.*.value', 'rules.*.minimum', 'rules.*.maximum'],
    expressions: [],
    patterns: ['rules.*.pattern'],
  },
  editor: {
    label: 'nodes.decide-rules.label',
    group: 'decisions',
    icon: 'arrows-split',
    form: [
      { key: 'subject', widget: 'template-text', oneLine: true },
      { key: 'rules', widget: 'rules' },
      { key: 'resultName', widget: 'variable-name', names: 'results' },
    ],
    preview: () => null,
    summary: ({ rules }) => ({ key: 'nodes.decide-rules.summary', params: { count: rules.length } }),
  },
});

function categoryPorts(rules: readonly Rule[]): Port[] {
  const ports = new Map<string, Port>();
  for (const rule of rules) {
    const id = portOf(rule);
    if (!ports.has(id)) ports.set(id, { id, label: rule.category, literal: true });
  }
  return [...ports.values()];
}

function checkRule(rule: Rule, index: number): ConfigIssue[] {
  const path = `/rules/${index}`;
  const numbers = 'value' in rule ? ['value'] : 'minimum' in rule ? ['minimum', 'maximum'] : [];
  return [
    ...emptyText(rule.category, `${path}/category`),
    ...('text' in rule ? emptyText(rule.text, `${path}/text`) : []),
    ...numbers.flatMap((name): ConfigIssue[] => {
      const value = String(rule[name as keyof Rule]);
      if (value.includes('{{') || parseNumber(value) !== undefined) return [];
      return [
        {
          code: 'rule.value-not-number',
          severity: 'error',
          message: `"${value}" is not a number.`,
          path: `${path}/${name}`,
          params: { value },
        },
      ];
    }),
  ];
}
