import { errorPort, type Input, type Session } from '../contract/index.ts';
import type { FlowIndex } from './flow-index.ts';

/** True when an input is for what the session waits for now. */
export function isFor(index: FlowIndex, { id, status, wait, node }: Session, input: Input): boolean {
  if (input.kind === 'start') return status === 'new';
  if (status !== 'waiting' || !wait || node === null) return false;
  switch (input.kind) {
    case 'message':
      // The answer of a call is on its way, or people have the conversation; words meanwhile are no reason to give it up.
      return wait.for === 'message' || wait.for === 'time';
    case 'timeout':
      return input.waitId === wait.id;
    case 'http':
      return wait.for === 'http' && input.effectId === wait.effectId;
    case 'done':
      return wait.for === 'effect' && input.effectId === wait.effectId;
    case 'ticket-closed':
      return wait.for === 'ticket';
    case 'move':
      return true;
    case 'delivery-failed':
      return isSince(id, wait.firstEffectId, input.effectId) && index.next(node, errorPort.id) !== undefined;
  }
}

/** True when an effect of this session is `first` or came after it. */
function isSince(sessionId: string, first: string | undefined, effectId: string): boolean {
  const [from, asked] = [first, effectId].map((id) =>
    id?.startsWith(`${sessionId}.`)
      ? id
          .slice(sessionId.length + 1)
          .split('.')
          .map(Number)
      : undefined,
  );
  if (!from || !asked || asked.length !== 2 || asked.some((part) => !Number.isInteger(part))) return false;
  const [fromTurn = 0, fromIndex = 0] = from;
  const [turn = 0, index = 0] = asked;
  return turn > fromTurn || (turn === fromTurn && index >= fromIndex);
}
