import { defineNodeType, errorPort, leave, nextPort } from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { NotifyPersonConfig } from './schema.ts';

export const notifyPerson = defineNodeType({
  type: 'notify-person',
  version: 1,
  config: NotifyPersonConfig,
  initial: { note: '' },
  ports: () => [nextPort, errorPort],
  check: ({ note }) => emptyText(note, '/note'),
  async enter({ note }, ctx) {
    return leave(nextPort.id, { effects: [{ kind: 'conversation.flag', note: await ctx.render(note) }] });
  },
  texts: { templates: ['note'], expressions: [] },
  editor: {
    label: 'nodes.notify-person.label',
    group: 'people',
    icon: 'bell',
    form: [{ key: 'note', widget: 'template-text' }],
    preview: () => null,
    summary: ({ note }) => ({ key: 'nodes.notify-person.summary', params: { note } }),
  },
});
