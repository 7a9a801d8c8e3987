import type { Document } from 'mongodb';
import { openCommandStore, type CommandStore } from '../../api/backup/command.ts';
import type { Cauce } from '../support/cauce.ts';
import { madeUpNumber } from '../support/webhooks.ts';

/**
 * Fills a store with what would take hours to say: copies of what the program itself has written of a person, under other names.
 * So a seed is shaped like the program's own data whatever that shape is.
 */
export const openStore = (cauce: Cauce): Promise<CommandStore> =>
  openCommandStore({ mongodbUri: process.env.MONGODB_URI, dataDir: cauce.dataDir });

/** Small enough for a message of the wire protocol, large enough for one flush to carry many. */
const lot = 2_000;

const wait = { w: 'majority', j: true } as const;

/**
 * The person's contact and conversation, once it rests: copies of one that is still worked on would all be work of their own.
 * Fails when nobody with this number has written yet.
 */
async function personOf({ db }: CommandStore, number: string): Promise<{ contact: Document; conversation: Document }> {
  const contact = await db.collection('contacts').findOne({ phone: `+${number}` });
  for (let tries = 0; contact && tries < 100; tries += 1) {
    const conversation = await db.collection('conversations').findOne({ contactId: contact._id });
    if (conversation && conversation.dueAt === undefined) return { contact, conversation };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nobody with the number ${number} has written yet, or the answer is not finished.`);
}

/** So many messages more for each of the people who have written at least once: copies of these, in the days before. */
export async function addHistory(
  store: CommandStore,
  { numbersFrom, people, messages }: { numbersFrom: number; people: number; messages: number },
): Promise<void> {
  const collection = store.db.collection<Document & { _id: string }>('messages');
  for (let person = 0; person < people; person += 1) {
    const { conversation } = await personOf(store, madeUpNumber(numbersFrom + person));
    const originals = await collection.find({ conversationId: conversation._id }).toArray();
    if (originals.length === 0) throw new Error('There is no message to copy.');
    for (let made = 0; made < messages; made += lot) {
      const size = Math.min(lot, messages - made);
      const copies = Array.from({ length: size }, (_, index) => {
        const number = made + index;
        const original = originals[number % originals.length] as Document & { _id: string; at: number };
        const at = original.at - (number + 1) * 60_000;
        return {
          ...original,
          _id: `${original._id}~${number}`,
          at,
          ...(original.providerId && { providerId: `${original.providerId}~${number}` }),
        };
      });
      await collection.insertMany(copies, { ordered: false, writeConcern: wait });
    }
  }
}

/** Copies of the first person of the crowd, with all that is kept of them, until `count` people are known. */
export async function addPeople(
  store: CommandStore,
  { numbersFrom, count, say }: { numbersFrom: number; count: number; say: (line: string) => void },
): Promise<void> {
  const number = madeUpNumber(numbersFrom);
  const { contact, conversation } = await personOf(store, number);
  const { db } = store;
  const kinds = [
    { name: 'contacts', rows: [contact] },
    { name: 'conversations', rows: [conversation] },
    { name: 'aliases', rows: await db.collection('aliases').find({ contactId: contact._id }).toArray() },
    { name: 'messages', rows: await db.collection('messages').find({ conversationId: conversation._id }).toArray() },
  ];
  for (let made = 0; made < count; made += lot) {
    const people = Array.from({ length: Math.min(lot, count - made) }, (_, index) => made + index);
    for (const { name, rows } of kinds) {
      const copies = people.flatMap((person) => {
        // A country code of its own keeps copies apart from everybody who writes.
        const rename = renaming([
          [String(contact._id), `${String(contact._id)}~${person}`],
          [number, `58412${String(person).padStart(7, '0')}`],
        ]);
        return rows.map((row) => {
          const copy = rename(row) as Document;
          const isNamed = copy._id !== row._id;
          return isNamed ? copy : { ...copy, _id: `${String(row._id)}~${person}` };
        });
      });
      await db.collection(name).insertMany(copies as Document[], { ordered: false, writeConcern: wait });
    }
    if (made > 0 && made % 100_000 === 0) say(`${made.toLocaleString('en')} people so far`);
  }
}

/** Replaces names wherever they stand in a document: in ids, in fields, in JSON kept as a string. */
function renaming(names: [from: string, to: string][]): (value: unknown) => unknown {
  const rename = (value: unknown): unknown => {
    if (typeof value === 'string') return names.reduce((text, [from, to]) => text.replaceAll(from, to), value);
    if (Array.isArray(value)) return value.map(rename);
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rename(inner)]));
    }
    return value;
  };
  return rename;
}
