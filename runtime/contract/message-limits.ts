import type { Instant } from './json.ts';

/** Where a provider's limit comes from and since when it holds. */
export type LimitRow = {
  value: number;
  /** The day it holds from; for old limits the day on which the page was read. */
  from: string;
  /** Title of the provider's page. */
  source: string;
};

const read = '2025-10-01';
const holds = (source: string, value: number): LimitRow[] => [{ value, from: read, source }];

const buttonsPage = 'Interactive reply buttons messages';
const listPage = 'Interactive list messages';

/**
 * What WhatsApp takes in the parts of a message that people write, oldest row first: the part of its limits that forms count by. The
 * channel's own table holds these and all others. Texts count UTF-16 units.
 */
export const messageLimits = {
  'text.body.characters': holds('Text messages', 4_096),
  'media.caption.characters': holds('Image messages', 1_024),
  'interactive.body.characters': holds(buttonsPage, 1_024),
  'interactive.header.characters': holds(buttonsPage, 60),
  'interactive.footer.characters': holds(buttonsPage, 60),
  'buttons.count': holds(buttonsPage, 3),
  'button.title.characters': holds(buttonsPage, 20),
  'list.body.characters': holds(listPage, 4_096),
  'list.button.characters': holds(listPage, 20),
  'list.sections.count': holds(listPage, 10),
  'list.section-title.characters': holds(listPage, 24),
  'list.rows.count': holds(listPage, 10),
  'list.row-title.characters': holds(listPage, 24),
  'list.row-description.characters': holds(listPage, 72),
} as const satisfies { readonly [name: string]: readonly LimitRow[] };

export type MessageLimit = keyof typeof messageLimits;

/** The row that holds at an instant; before its first date the first known one. */
export function valueAt(rows: readonly LimitRow[], at: Instant): number {
  let value = rows[0]!.value;
  for (const row of rows) if (row.from <= at) value = row.value;
  return value;
}
