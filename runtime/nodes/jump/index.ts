import { defineNodeType, jumpTo } from '../../contract/index.ts';
import { JumpConfig } from './schema.ts';

export const jump = defineNodeType({
  type: 'jump',
  version: 1,
  config: JumpConfig,
  initial: { node: '' },
  ports: () => [],
  check: ({ node }) =>
    node === ''
      ? [{ code: 'jump.none-picked', severity: 'error', message: 'No card has been picked.', path: '/node' }]
      : [],
  enter: async ({ node }) => jumpTo(node),
  texts: { templates: [], expressions: [] },
  targets: ({ node }) => (node === '' ? [] : [node]),
  editor: {
    label: 'nodes.jump.label',
    group: 'actions',
    icon: 'corner-down-right',
    form: [{ key: 'node', widget: 'pick', names: 'nodes' }],
    preview: () => null,
    summary: ({ node }) => ({ key: 'nodes.jump.summary', params: { node } }),
  },
});
