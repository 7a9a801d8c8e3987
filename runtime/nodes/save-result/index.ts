import { defineNodeType, errorPort, leave, nextPort } from '../../contract/index.ts';
import { nothing, valueOf } from '../config-parts.ts';
import { SaveResultConfig } from './schema.ts';

export const saveResult = defineNodeType({
  type: 'save-result',
  version: 1,
  config: SaveResultConfig,
  initial: { resultName: 'result', value: { text: '' } },
  ports: () => [nextPort, errorPort],
  async enter({ resultName, value: source, category }, ctx) {
    const value = await valueOf(source, ctx);
    if (value === undefined) return nothing(resultName);
    const result = { value, ...(category && { category: await ctx.render(category) }) };
    return leave(nextPort.id, { changes: { results: { [resultName]: result } }, values: { [resultName]: value } });
  },
  texts: { templates: ['value.text', 'category'], expressions: ['value.expression'] },
  editor: {
    label: 'nodes.save-result.label',
    group: 'actions',
    icon: 'device-floppy',
    form: [
      { key: 'resultName', widget: 'variable-name', names: 'results' },
      { key: 'value', widget: 'value' },
      { key: 'category', widget: 'template-text', oneLine: true },
    ],
    preview: () => null,
    summary: ({ resultName }) => ({ key: 'nodes.save-result.summary', params: { name: resultName } }),
  },
});
