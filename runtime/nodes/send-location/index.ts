import { defineNodeType, errorPort, leave, nextPort, sendMessage } from '../../contract/index.ts';
import { SendLocationConfig } from './schema.ts';

export const sendLocation = defineNodeType({
  type: 'send-location',
  version: 1,
  config: SendLocationConfig,
  initial: { place: { latitude: 0, longitude: 0 } },
  ports: () => [nextPort, errorPort],
  check: ({ place }) =>
    place.latitude === 0 && place.longitude === 0
      ? [{ code: 'place.unset', severity: 'error', message: 'The place has not been chosen yet.', path: '/place' }]
      : [],
  async enter({ place, name, address }, ctx) {
    const content = {
      kind: 'location' as const,
      ...place,
      ...(name && { name: await ctx.render(name) }),
      ...(address && { address: await ctx.render(address) }),
    };
    return leave(nextPort.id, { effects: [sendMessage(content)] });
  },
  texts: { templates: ['name', 'address'], expressions: [], translated: ['name', 'address'] },
  editor: {
    label: 'nodes.send-location.label',
    group: 'messages',
    icon: 'map-pin',
    form: [
      { key: 'place', widget: 'place' },
      { key: 'name', widget: 'template-text', oneLine: true },
      { key: 'address', widget: 'template-text', oneLine: true },
    ],
    preview: ({ place, name, address }) => ({
      kind: 'location',
      ...place,
      ...(name && { name }),
      ...(address && { address }),
    }),
  },
});
