import { defineNodeType, fail, leave, type Port } from '../../contract/index.ts';
import { emptyText, repeatedIds } from '../config-parts.ts';
import { drawnWay } from './draw.ts';
import { DecideRandomConfig } from './schema.ts';

export const decideRandom = defineNodeType({
  type: 'decide-random',
  version: 1,
  config: DecideRandomConfig,
  initial: {
    ways: [
      { id: 'w_a', label: 'A', weight: 50 },
      { id: 'w_b', label: 'B', weight: 50 },
    ],
    sticky: true,
  },
  ports: ({ ways }) => ways.map(({ id, label }): Port => ({ id, label, literal: true })),
  check: ({ ways }) => [
    ...(ways.every(({ weight }) => weight === 0)
      ? [{ code: 'weights.none', severity: 'error' as const, message: 'No way has a weight.', path: '/ways' }]
      : []),
    ...repeatedIds(ways, (index) => `/ways/${index}`),
    ...ways.flatMap(({ label }, index) => emptyText(label, `/ways/${index}/label`)),
  ],
  async enter({ ways, sticky }, ctx) {
    const way = drawnWay(ways, sticky ? `${ctx.flow.id} ${ctx.node} ${ctx.contact.id}` : undefined, ctx.random);
    if (!way) return fail('weights.none', 'No way has a weight.');
    return leave(way.id, { values: { port: way.id } });
  },
  texts: { templates: [], expressions: [] },
  editor: {
    label: 'nodes.decide-random.label',
    group: 'decisions',
    icon: 'arrows-random',
    form: [
      { key: 'ways', widget: 'weights' },
      { key: 'sticky', widget: 'toggle' },
    ],
    preview: () => null,
    summary: ({ ways }) => ({ key: 'nodes.decide-random.summary', params: { count: ways.length } }),
  },
});
