import { partId, type NewId } from '../../flow/ids.ts';
import { recordsOf, textIn } from '../parts/lists.ts';

/** A contact to send as the form edits it. */
export type CardItem = {
  id: string;
  name: string;
  phones?: { phone: string }[];
  emails?: { email: string }[];
  organisation?: string;
  title?: string;
};

const optionalText = (record: { [name: string]: unknown }, name: 'organisation' | 'title') =>
  typeof record[name] === 'string' && { [name]: record[name] };

export const readCards = (value: unknown): CardItem[] =>
  recordsOf(value).map((record) => ({
    id: textIn(record, 'id'),
    name: textIn(record, 'name'),
    ...(Array.isArray(record['phones']) && {
      phones: recordsOf(record['phones']).map((each) => ({ phone: textIn(each, 'phone') })),
    }),
    ...(Array.isArray(record['emails']) && {
      emails: recordsOf(record['emails']).map((each) => ({ email: textIn(each, 'email') })),
    }),
    ...optionalText(record, 'organisation'),
    ...optionalText(record, 'title'),
  }));

/** A new contact begins with a phone, which is what is mostly sent. */
export const newCard = (newId?: NewId): CardItem => ({ id: partId('p', newId), name: '', phones: [{ phone: '' }] });
