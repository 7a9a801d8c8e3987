import { defineNodeType, endSession } from '../../contract/index.ts';
import { CloseConversationConfig } from './schema.ts';

export const closeConversation = defineNodeType({
  type: 'close-conversation',
  version: 1,
  config: CloseConversationConfig,
  initial: {},
  ports: () => [],
  enter: async () => endSession({ effects: [{ kind: 'conversation.close' }] }),
  texts: { templates: [], expressions: [] },
  editor: {
    label: 'nodes.close-conversation.label',
    group: 'actions',
    icon: 'archive',
    form: [],
    preview: () => null,
    summary: () => ({ key: 'nodes.close-conversation.summary', params: {} }),
  },
});
