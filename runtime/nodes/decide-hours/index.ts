import { defineNodeType, errorPort, fail, leave, weekdays } from '../../contract/index.ts';
import { isOpen } from '../../engine/dates/opening-hours.ts';
import { isTimeZone, localTime } from '../../engine/dates/zone.ts';
import { DecideHoursConfig } from './schema.ts';

const officeHours = [{ from: '09:00', to: '18:00' }];

export const decideHours = defineNodeType({
  type: 'decide-hours',
  version: 1,
  config: DecideHoursConfig,
  initial: {
    schedule: {
      weekly: {
        monday: officeHours,
        tuesday: officeHours,
        wednesday: officeHours,
        thursday: officeHours,
        friday: officeHours,
      },
    },
  },
  ports: () => [{ id: 'open', label: 'ports.open' }, { id: 'closed', label: 'ports.closed' }, errorPort],
  check: ({ schedule, timeZone }) => [
    ...(timeZone && !isTimeZone(timeZone)
      ? [
          {
            code: 'time-zone.unknown',
            severity: 'error' as const,
            message: `There is no time zone "${timeZone}".`,
            path: '/timeZone',
            params: { timeZone },
          },
        ]
      : []),
    ...(weekdays.every((day) => (schedule.weekly[day] ?? []).length === 0)
      ? [{ code: 'hours.none', severity: 'warning' as const, message: 'It is never open.', path: '/schedule' }]
      : []),
  ],
  async enter({ schedule, timeZone }, ctx) {
    const zone = timeZone || ctx.timeZone;
    const local = localTime(ctx.now, zone);
    if (local === null) return fail('time-zone.unknown', `There is no time zone "${zone}".`);
    const time = `${local.date} ${String(Math.floor(local.minutes / 60)).padStart(2, '0')}:${String(local.minutes % 60).padStart(2, '0')}`;
    return leave(isOpen(schedule, local) ? 'open' : 'closed', { values: { time, zone } });
  },
  texts: { templates: [], expressions: [] },
  editor: {
    label: 'nodes.decide-hours.label',
    group: 'decisions',
    icon: 'clock',
    form: [
      { key: 'schedule', widget: 'hours' },
      { key: 'timeZone', widget: 'text', suggest: 'time-zones' },
    ],
    preview: () => null,
    summary: ({ schedule }) => ({
      key: 'nodes.decide-hours.summary',
      params: { days: weekdays.filter((day) => (schedule.weekly[day] ?? []).length > 0).length },
    }),
  },
});
