import { Type, type Static } from '@sinclair/typebox';

/**
 * The state of an outbound message, by rank. A message only ever moves to a higher rank (the store writes `$max`), so the
 * provider's answer and its statuses may come in any order, late or twice. `failed` sits above `sent` and below `delivered`:
 * a failure overrides up to sent, and a delivery proves a failure wrong.
 */
export const deliveryRank = {
  queued: 0,
  sending: 10,
  uncertain: 20,
  accepted: 30,
  sent: 40,
  failed: 45,
  delivered: 50,
  read: 60,
  played: 70,
} as const;

export type DeliveryState = keyof typeof deliveryRank;

const states = Object.keys(deliveryRank) as DeliveryState[];

export const DeliveryState = Type.Unsafe<DeliveryState>(Type.String({ enum: states }));

const stateByRank = new Map<number, DeliveryState>(states.map((state) => [deliveryRank[state], state]));

/** The state a stored rank means. */
export const deliveryStateOf = (rank: number): DeliveryState => stateByRank.get(rank) ?? 'queued';

/** Why a message was not sent or not delivered: a stable code of ours or the provider's, and words for people. */
export const DeliveryError = Type.Object({
  code: Type.String(),
  message: Type.String(),
  /** The provider's own number, where it gave one. */
  providerCode: Type.Optional(Type.Number()),
});
export type DeliveryError = Static<typeof DeliveryError>;
