import type { Json, MediaKind, NodeContext } from '../contract/index.ts';

/** What rules look at in the last message of the person. */
export type LastMessage = { text: string; kind: string; media?: MediaKind; choiceId?: string };

const none: LastMessage = { text: '', kind: 'none' };

/** The last message as expressions see it; before the first one, an empty text. */
export async function lastMessage(ctx: NodeContext): Promise<LastMessage> {
  const message = await ctx.evaluate('message');
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return none;
  const read = (name: string): string | undefined => stringOf(message[name]);
  const media = read('media') as MediaKind | undefined;
  const choiceId = read('choiceId');
  return {
    text: read('text') ?? '',
    kind: read('kind') ?? 'none',
    ...(media && { media }),
    ...(choiceId && { choiceId }),
  };
}

const stringOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
