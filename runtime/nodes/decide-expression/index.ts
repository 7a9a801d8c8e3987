import { defineNodeType, errorPort, leave, otherPort, type Json, type Port } from '../../contract/index.ts';
import { emptyText, repeatedIds } from '../config-parts.ts';
import { DecideExpressionConfig } from './schema.ts';

export const decideExpression = defineNodeType({
  type: 'decide-expression',
  version: 1,
  config: DecideExpressionConfig,
  initial: { cases: [] },
  ports: ({ cases }) => [...cases.map(({ id, label }): Port => ({ id, label, literal: true })), otherPort, errorPort],
  check: ({ cases }) => [
    ...(cases.length === 0
      ? [{ code: 'cases.none', severity: 'warning' as const, message: 'There is no case yet.', path: '/cases' }]
      : []),
    ...repeatedIds(cases, (index) => `/cases/${index}`),
    ...cases.flatMap(({ label }, index) => emptyText(label, `/cases/${index}/label`)),
  ],
  async enter({ cases }, ctx) {
    for (const { id, expression } of cases) {
      if (isTrue(await ctx.evaluate(expression))) return leave(id, { values: { port: id } });
    }
    return leave(otherPort.id, { values: { port: otherPort.id } });
  },
  texts: { templates: [], expressions: ['cases.*.expression'] },
  editor: {
    label: 'nodes.decide-expression.label',
    group: 'decisions',
    icon: 'math-function',
    form: [{ key: 'cases', widget: 'cases' }],
    preview: () => null,
    summary: ({ cases }) => ({ key: 'nodes.decide-expression.summary', params: { count: cases.length } }),
  },
});

/** As JSONata's `$boolean`: nothing, zero, empty texts, lists and objects are false, and so is a list of such. */
function isTrue(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(isTrue);
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
