import { defineNodeType, endSession } from '../../contract/index.ts';
import { EndConfig } from './schema.ts';

export const end = defineNodeType({
  type: 'end',
  version: 1,
  config: EndConfig,
  initial: {},
  ports: () => [],
  enter: async () => endSession(),
  texts: { templates: [], expressions: [] },
  editor: {
    label: 'nodes.end.label',
    group: 'actions',
    icon: 'circle-check',
    form: [],
    preview: () => null,
    summary: () => ({ key: 'nodes.end.summary', params: {} }),
  },
});
