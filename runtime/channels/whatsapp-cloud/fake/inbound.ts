/** A message's type and its node, as in a webhook: `{ type: 'text', text: { body } }`. */
export type FakeInbound = { type: string; [node: string]: unknown };

export type InboundOptions = {
  /** By default a name made of the number. */
  name?: string;
  /** Milliseconds since 1970; by default now. */
  at?: number;
  /** The message's id; by default a new one. The same twice is a repeat. */
  id?: string;
  /** The message that this one answers. */
  contextId?: string;
  /** Business-scoped id; with `hidePhone` the number is left out. */
  userId?: string;
  username?: string;
  hidePhone?: boolean;
  phoneNumberId?: string;
};

/** A person's message in the form of a webhook. */
export function inboundMessage(
  id: string,
  from: string,
  at: number,
  content: FakeInbound,
  { name, contextId, userId, username, hidePhone = false }: InboundOptions,
): { contact: unknown; message: unknown } {
  const waId = from.replace(/^\+/, '');
  return {
    contact: {
      profile: { name: name ?? `Persona ${waId.slice(-4)}`, ...(username !== undefined && { username }) },
      ...(!hidePhone && { wa_id: waId }),
      ...(userId !== undefined && { user_id: userId }),
    },
    message: {
      ...(contextId !== undefined && { context: { id: contextId } }),
      ...(!hidePhone && { from: waId }),
      ...(userId !== undefined && { from_user_id: userId }),
      id,
      timestamp: String(Math.floor(at / 1_000)),
      ...content,
    },
  };
}
