import { defineNodeType, errorPort, fail, leave, nextPort } from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { RecordConsentConfig } from './schema.ts';

export const recordConsent = defineNodeType({
  type: 'record-consent',
  version: 1,
  config: RecordConsentConfig,
  initial: { state: 'granted', text: '' },
  ports: () => [nextPort, errorPort],
  check: ({ text }) => emptyText(text, '/text'),
  async enter({ state, text }, ctx) {
    const shown = (await ctx.render(text)).trim();
    if (shown === '') return fail('consent.no-text', 'Consent is recorded with the words that were shown.');
    return leave(nextPort.id, {
      effects: [{ kind: 'consent.record', category: 'marketing', state, text: shown }],
      values: { state },
    });
  },
  texts: { templates: ['text'], expressions: [], translated: ['text'] },
  editor: {
    label: 'nodes.record-consent.label',
    group: 'actions',
    icon: 'shield-check',
    form: [
      {
        key: 'state',
        widget: 'select',
        options: ['granted', 'withdrawn'].map((value) => ({ value, label: `nodes.record-consent.options.${value}` })),
      },
      { key: 'text', widget: 'template-text' },
    ],
    preview: () => null,
    summary: ({ state, text }) => ({ key: `nodes.record-consent.summary.${state}`, params: { text } }),
  },
});
