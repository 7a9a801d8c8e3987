import { asId, type FlowId } from '../../runtime/contract/index.ts';
import { slugOf } from '../ui/slug.ts';

const roomForNumber = 59;

/** Ids to try for a name, one after another: the plain one, then with numbers; made of `otherwise` when the name has no letters. */
export function* idsFor(name: string, otherwise: string): Generator<FlowId> {
  const plain = slugOf(name, slugOf(otherwise, 'flow')).slice(0, roomForNumber).replace(/-$/, '');
  yield asId<FlowId>(plain);
  for (let number = 2; number < 1_000; number += 1) yield asId<FlowId>(`${plain}-${number}`);
}
