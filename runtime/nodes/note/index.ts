import { defineNodeType, errorPort, leave, nextPort } from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { NoteConfig } from './schema.ts';

export const note = defineNodeType({
  type: 'note',
  version: 1,
  config: NoteConfig,
  initial: { text: '' },
  ports: () => [nextPort, errorPort],
  check: ({ text }) => emptyText(text, '/text'),
  async enter({ text }, ctx) {
    return leave(nextPort.id, { effects: [{ kind: 'conversation.note', text: await ctx.render(text) }] });
  },
  texts: { templates: ['text'], expressions: [] },
  editor: {
    label: 'nodes.note.label',
    group: 'actions',
    icon: 'note',
    form: [{ key: 'text', widget: 'template-text' }],
    preview: () => null,
    summary: ({ text }) => ({ key: 'nodes.note.summary', params: { text } }),
  },
});
