import { partId, type NewId } from '../../flow/ids.ts';
import { recordsOf, textIn, type Parsed } from '../parts/lists.ts';

export type ReminderItem = Parsed & { id?: string; afterSeconds: number; text: string };

export const mostReminders = 5;
const hour = 60 * 60;

export const readReminders = (value: unknown): ReminderItem[] =>
  recordsOf(value).map((record) => ({
    ...(textIn(record, 'id') !== '' && { id: textIn(record, 'id') }),
    afterSeconds: typeof record['afterSeconds'] === 'number' ? record['afterSeconds'] : hour,
    text: textIn(record, 'text'),
  }));

/** One more, an hour after the last. */
export function newReminder(before: readonly ReminderItem[], newId?: NewId): ReminderItem {
  const last = Math.max(0, ...before.map(({ afterSeconds }) => afterSeconds));
  return { id: partId('m', newId), afterSeconds: last + hour, text: '' };
}
