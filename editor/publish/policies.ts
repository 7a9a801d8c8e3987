import type { PublishPolicies, PublishPolicy } from '../../runtime/contract/index.ts';
import type { AnswerOf } from '../client/http.ts';

/** A card where people wait and that the version removes or changes, as the server counts it now. */
export type ConcernedCard = AnswerOf<'POST /flows/:flowId/publish-preview'>['cards'][number];

/** What was chosen card by card; a card without a choice finishes. */
export type Chosen = { [node: string]: PublishPolicy };

/** What is offered first: nobody is interrupted. */
export const firstPolicy: PublishPolicy = { do: 'finish' };

export const policyOf = (chosen: Chosen, node: string): PublishPolicy =>
  Object.hasOwn(chosen, node) ? (chosen[node] ?? firstPolicy) : firstPolicy;

/** The policy of a kind for a card: moving begins at what is suggested, and what was written stays. */
export function policyOfKind(
  kind: PublishPolicy['do'],
  { suggestion }: ConcernedCard,
  before: PublishPolicy,
): PublishPolicy {
  if (kind === before.do) return before;
  if (kind === 'move') return { do: 'move', to: suggestion?.to ?? '' };
  return { do: kind };
}

/** The word about every card that is shown. */
export const policiesFor = (cards: readonly ConcernedCard[], chosen: Chosen): PublishPolicies =>
  Object.fromEntries(cards.map(({ node }) => [node, policyOf(chosen, node)]));

/** Cards whose people are to be moved, and nobody has said where or that card is gone meanwhile. */
export const withoutTarget = (
  cards: readonly ConcernedCard[],
  chosen: Chosen,
  targets: readonly { id: string }[],
): ConcernedCard[] =>
  cards.filter(({ node }) => {
    const policy = policyOf(chosen, node);
    return policy.do === 'move' && !targets.some(({ id }) => id === policy.to);
  });
