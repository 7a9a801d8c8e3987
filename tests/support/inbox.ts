import type { Cauce } from './cauce.ts';
import type { UncertainMessage } from './ledger.ts';

type Page<Item> = { items: Item[]; nextCursor?: string | null };
type ConversationRow = { id: string; contact: { phone?: string | null } };
type MessageRow = { direction: 'in' | 'out'; state?: string; content?: { kind: string; body?: string } };

/** Every item of a paged list. */
async function* all<Item>(cauce: Cauce, path: string): AsyncGenerator<Item> {
  let cursor: string | null | undefined;
  do {
    const query = `limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
    const page: Page<Item> = await cauce.get(`${path}?${query}`);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}

/** What a person who looks through all conversations sees marked as uncertain. */
export async function uncertainMessages(cauce: Cauce): Promise<UncertainMessage[]> {
  const found: UncertainMessage[] = [];
  for await (const conversation of all<ConversationRow>(cauce, '/api/v1/conversations')) {
    const to = (conversation.contact.phone ?? '').replace(/\D/g, '');
    for await (const message of all<MessageRow>(cauce, `/api/v1/conversations/${conversation.id}/messages`)) {
      if (message.direction !== 'out' || message.state !== 'uncertain') continue;
      found.push({ to, text: message.content?.body ?? '' });
    }
  }
  return found;
}
