import { defineNodeType } from '../../contract/index.ts';
import { checkRules, decided, rulePorts, ruleReferences } from '../deciding.ts';
import { lastMessage } from '../last-message.ts';
import { valueIn } from '../meant.ts';
import { rulePatterns, ruleTemplates } from '../rules.ts';
import { DecideRulesConfig } from './schema.ts';

export const decideRules = defineNodeType({
  type: 'decide-rules',
  version: 1,
  config: DecideRulesConfig,
  initial: { rules: [] },
  ports: ({ rules }) => rulePorts(rules),
  check: ({ rules }) => checkRules(rules),
  references: ({ rules }) => ruleReferences(rules),
  async enter(config, ctx) {
    const message = await lastMessage(ctx);
    if (!config.subject) return decided(config, { text: message.text, message }, ctx);
    const value = await valueIn(config.subject, ctx);
    const text = await ctx.render(config.subject);
    return decided(config, { text, message, ...(typeof value === 'number' && { number: value }) }, ctx);
  },
  texts: { templates: ['subject', ...ruleTemplates], expressions: [], patterns: rulePatterns },
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
