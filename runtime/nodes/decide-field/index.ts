import { defineNodeType, type ContactView, type Json, type Reference } from '../../contract/index.ts';
import { plainNumber } from '../../engine/expressions/template.ts';
import { emptyText } from '../config-parts.ts';
import { checkRules, decided, rulePorts, ruleReferences } from '../deciding.ts';
import { lastMessage } from '../last-message.ts';
import { rulePatterns, ruleTemplates } from '../rules.ts';
import { DecideFieldConfig } from './schema.ts';

export const decideField = defineNodeType({
  type: 'decide-field',
  version: 1,
  config: DecideFieldConfig,
  initial: { of: 'field', rules: [] },
  ports: ({ rules }) => rulePorts(rules),
  check: ({ of, field = '', rules }) => [...(of === 'field' ? emptyText(field, '/field') : []), ...checkRules(rules)],
  references: ({ of, field, rules }): Reference[] => [
    ...(of === 'field' && field !== undefined ? [{ kind: 'field' as const, id: field, path: '/field' }] : []),
    ...ruleReferences(rules),
  ],
  async enter(config, ctx) {
    const value = valueOf(config, ctx.contact);
    const subject = { text: textOf(value), message: await lastMessage(ctx) };
    return decided(config, typeof value === 'number' ? { ...subject, number: value } : subject, ctx);
  },
  texts: { templates: ruleTemplates, expressions: [], patterns: rulePatterns },
  editor: {
    label: 'nodes.decide-field.label',
    group: 'decisions',
    icon: 'user-search',
    form: [
      {
        key: 'of',
        widget: 'select',
        options: ['field', 'name', 'phone', 'language'].map((value) => ({
          value,
          label: `nodes.decide-field.options.${value}`,
        })),
      },
      { key: 'field', widget: 'variable-name', names: 'fields', when: { key: 'of', in: ['field'] } },
      { key: 'rules', widget: 'rules', rules: 'value' },
      { key: 'resultName', widget: 'variable-name', names: 'results' },
    ],
    preview: () => null,
    summary: ({ of, field = '', rules }) => ({
      key: `nodes.decide-field.summaries.${of}`,
      params: { field, count: rules.length },
    }),
  },
});

function valueOf({ of, field }: DecideFieldConfig, contact: ContactView): Json {
  if (of !== 'field') return contact[of];
  return field !== undefined && Object.hasOwn(contact.fields, field) ? (contact.fields[field] ?? null) : null;
}

/** Lists with commas between, as texts show them; what has no words says nothing. */
function textOf(value: Json): string {
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.map(textOf).join(', ') : '';
}
