import {
  callFlow,
  defineNodeType,
  engineCodes,
  errorPort,
  fail,
  leave,
  nextPort,
  switchFlow,
} from '../../contract/index.ts';
import { repeatedNames, valuesOf } from '../config-parts.ts';
import { flowReference, noFlow } from '../flow-picked.ts';
import { RunSubflowConfig } from './schema.ts';

export const runSubflow = defineNodeType({
  type: 'run-subflow',
  version: 1,
  config: RunSubflowConfig,
  initial: { flow: '', stay: false },
  ports: ({ stay }) => (stay ? [errorPort] : [nextPort, errorPort]),
  check: ({ flow, inputs = [], outputs = [] }) => [
    ...noFlow(flow),
    ...repeatedNames(inputs, '/inputs'),
    ...repeatedNames(outputs, '/outputs'),
  ],
  async enter({ flow, inputs = [], stay }, ctx) {
    if (flow === '') return fail(engineCodes.flowUnknown, 'No flow has been picked.');
    const computed = await valuesOf(inputs, ctx);
    if ('failure' in computed) return computed.failure;
    const begin = stay ? switchFlow : callFlow;
    return begin(flow, computed.values, { values: { flow, ...computed.values } });
  },
  async resume({ outputs = [] }, input, ctx) {
    if (input.kind !== 'returned') return fail('input.unexpected', `Something else came: "${input.kind}".`);
    if (input.failure) return fail(input.failure.code, input.failure.message);
    const computed = await valuesOf(outputs, ctx);
    if ('failure' in computed) return computed.failure;
    return leave(nextPort.id, { changes: { variables: computed.values }, values: computed.values });
  },
  texts: {
    templates: ['inputs.*.text', 'outputs.*.text'],
    expressions: ['inputs.*.expression', 'outputs.*.expression'],
  },
  references: ({ flow }) => flowReference(flow),
  editor: {
    label: 'nodes.run-subflow.label',
    group: 'actions',
    icon: 'route',
    form: [
      { key: 'flow', widget: 'pick', names: 'flows' },
      { key: 'inputs', widget: 'assignments', names: 'inputs' },
      { key: 'stay', widget: 'toggle' },
      { key: 'outputs', widget: 'assignments', when: { key: 'stay', in: [false] } },
    ],
    preview: () => null,
    summary: ({ flow }) => ({ key: 'nodes.run-subflow.summary', params: { flow } }),
  },
});
