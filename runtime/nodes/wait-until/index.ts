import {
  defineNodeType,
  errorPort,
  fail,
  leave,
  nextPort,
  waitFor,
  weekdays,
  type Instant,
  type NodeContext,
  type Port,
} from '../../contract/index.ts';
import { isDate, minutesOf } from '../../engine/dates/calendar.ts';
import { zoneOfContact } from '../../engine/dates/contact-zone.ts';
import { instantOf, localTime } from '../../engine/dates/zone.ts';
import { instantIn, nextTime } from './moment.ts';
import { WaitUntilConfig, type Moment } from './schema.ts';

const pastPort: Port = { id: 'past', label: 'ports.past' };
const longestWaitMs = 366 * 24 * 60 * 60 * 1_000;

export const waitUntil = defineNodeType({
  type: 'wait-until',
  version: 1,
  config: WaitUntilConfig,
  initial: { moment: { kind: 'next', time: '09:00' }, zone: 'contact' },
  ports: ({ moment }) => (moment.kind === 'next' ? [nextPort, errorPort] : [nextPort, pastPort, errorPort]),
  check: ({ moment }) =>
    moment.kind !== 'date' || isDate(moment.date)
      ? []
      : [
          {
            code: 'moment.no-date',
            severity: 'error',
            message: `"${moment.date}" is no day of the calendar.`,
            path: '/moment/date',
            params: { date: moment.date },
          },
        ],
  async enter({ moment, zone: whose }, ctx) {
    const zone = whose === 'flow' ? ctx.timeZone : zoneOfContact(ctx.contact, ctx.timeZone);
    if (localTime(ctx.now, zone) === null) return fail('time-zone.unknown', `There is no time zone "${zone}".`);
    const at = await momentOf(moment, zone, ctx);
    if (at === undefined) return fail('moment.unreadable', 'That is no date and no time.');
    const ahead = Date.parse(at) - Date.parse(ctx.now);
    const values = { until: at, zone };
    if (ahead <= 0) return leave(pastPort.id, { values });
    if (ahead > longestWaitMs) return fail('moment.too-far', 'A card waits for a year at most.', { values });
    return waitFor({ for: 'time', until: at }, { state: at, values });
  },
  /** Whatever else happens meanwhile does not shorten or lengthen the wait. */
  async resume(_config, input, ctx) {
    if (input.kind === 'timeout') return leave(nextPort.id);
    if (typeof ctx.state !== 'string') return fail('moment.unreadable', 'What was waited for is not known.');
    return waitFor({ for: 'time', until: ctx.state }, { state: ctx.state });
  },
  texts: { templates: [], expressions: ['moment.expression'] },
  awaits: 'time',
  editor: {
    label: 'nodes.wait-until.label',
    group: 'actions',
    icon: 'calendar-clock',
    form: [
      { key: 'moment', widget: 'moment' },
      {
        key: 'zone',
        widget: 'select',
        options: ['contact', 'flow'].map((value) => ({ value, label: `nodes.wait-until.options.${value}` })),
      },
    ],
    preview: () => null,
    summary: ({ moment }) => ({ key: `nodes.wait-until.summary.${moment.kind}`, params: { ...paramsOf(moment) } }),
  },
});

async function momentOf(moment: Moment, zone: string, ctx: NodeContext): Promise<Instant | undefined> {
  switch (moment.kind) {
    case 'next':
      return nextTime(moment.time, moment.days ?? weekdays, { now: ctx.now, zone }) ?? undefined;
    case 'date':
      if (!isDate(moment.date)) return undefined;
      return instantOf({ date: moment.date, minutes: minutesOf(moment.time) }, zone) ?? undefined;
    case 'computed':
      return instantIn(await ctx.evaluate(moment.expression), moment.time, zone);
  }
}

function paramsOf(moment: Moment): { [name: string]: string } {
  switch (moment.kind) {
    case 'next':
      return { time: moment.time };
    case 'date':
      return { date: moment.date, time: moment.time };
    case 'computed':
      return { expression: moment.expression };
  }
}
