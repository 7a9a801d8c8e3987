import {
  defineNodeType,
  endSession,
  errorPort,
  fail,
  leave,
  nextPort,
  timeoutPort,
  waitFor,
  type EffectRequest,
  type Port,
} from '../../contract/index.ts';
import { emptyText } from '../config-parts.ts';
import { HandOffConfig } from './schema.ts';

const attendedPort: Port = { ...nextPort, label: 'ports.attended' };
const notAttendedPort: Port = { ...timeoutPort, label: 'ports.notAttended' };

export const handOff = defineNodeType({
  type: 'hand-off',
  version: 1,
  config: HandOffConfig,
  initial: { note: '', afterwards: 'wait' },
  ports: ({ afterwards, timeoutSeconds }) =>
    afterwards === 'end'
      ? [errorPort]
      : [attendedPort, ...(timeoutSeconds === undefined ? [] : [notAttendedPort]), errorPort],
  check: ({ note }) => emptyText(note, '/note'),
  async enter({ queue, note, important, afterwards, timeoutSeconds }, ctx) {
    const ticket: EffectRequest = {
      kind: 'ticket.open',
      ...(queue !== undefined && { queue }),
      note: await ctx.render(note),
      ...(important === true && { important }),
    };
    if (afterwards === 'end') return endSession({ effects: [ticket] });
    return waitFor({ for: 'ticket', ...(timeoutSeconds !== undefined && { timeoutSeconds }) }, { effects: [ticket] });
  },
  async resume(_config, input) {
    if (input.kind === 'ticket-closed') return leave(attendedPort.id);
    if (input.kind === 'timeout') return leave(notAttendedPort.id);
    if (input.kind === 'delivery-failed') return fail(input.error.code, input.error.message);
    return fail('input.unexpected', `Something else came: "${input.kind}".`);
  },
  texts: { templates: ['note'], expressions: [] },
  references: ({ queue }) => (queue === undefined ? [] : [{ kind: 'queue', id: queue, path: '/queue' }]),
  editor: {
    label: 'nodes.hand-off.label',
    group: 'people',
    icon: 'headset',
    form: [
      { key: 'queue', widget: 'pick', names: 'queues' },
      { key: 'note', widget: 'template-text' },
      { key: 'important', widget: 'toggle' },
      {
        key: 'afterwards',
        widget: 'select',
        options: ['wait', 'end'].map((value) => ({ value, label: `nodes.hand-off.options.${value}` })),
      },
      { key: 'timeoutSeconds', widget: 'duration', when: { key: 'afterwards', in: ['wait'] } },
    ],
    preview: () => null,
    summary: ({ note }) => ({ key: 'nodes.hand-off.summary', params: { note } }),
  },
});
