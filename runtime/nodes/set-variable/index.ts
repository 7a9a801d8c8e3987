import { defineNodeType, errorPort, leave, nextPort } from '../../contract/index.ts';
import { repeatedNames, valuesOf } from '../config-parts.ts';
import { SetVariableConfig } from './schema.ts';

export const setVariable = defineNodeType({
  type: 'set-variable',
  version: 1,
  config: SetVariableConfig,
  initial: { assignments: [] },
  ports: () => [nextPort, errorPort],
  check: ({ assignments }) => repeatedNames(assignments, '/assignments'),
  async enter({ assignments }, ctx) {
    const computed = await valuesOf(assignments, ctx);
    if ('failure' in computed) return computed.failure;
    return leave(nextPort.id, { changes: { variables: computed.values }, values: computed.values });
  },
  texts: { templates: ['assignments.*.text'], expressions: ['assignments.*.expression'] },
  editor: {
    label: 'nodes.set-variable.label',
    group: 'actions',
    icon: 'variable',
    form: [{ key: 'assignments', widget: 'assignments' }],
    preview: () => null,
    summary: ({ assignments }) => ({
      key: 'nodes.set-variable.summary',
      params: { names: assignments.map(({ name }) => name).join(', ') },
    }),
  },
});
