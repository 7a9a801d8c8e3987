import { dict, isDict, list, number, text, type Dict } from '../json-readers.ts';
import type { FaultKind, FaultRates, PlannedFault } from './faults.ts';
import type { FakeBehaviour, FakeGraph } from './index.ts';
import type { InboundOptions } from './inbound.ts';

type Told = { status: number; body: unknown };

const done: Told = { status: 200, body: { ok: true } };

/**
 * Drives the fake from another process, under `/_fake/`: GET messages?… and requests, POST behaviour, faults, numbers, inbound,
 * deliver, hang-up, reset.
 */
export async function control(fake: FakeGraph, parts: readonly string[], method: string, body: Dict): Promise<Told> {
  switch (`${method} ${parts.join('/')}`) {
    case 'GET ':
    case 'GET health':
      return { status: 200, body: { ok: true, taken: fake.taken() } };
    case 'GET messages':
    case 'GET log':
      return { status: 200, body: { taken: fake.taken(), messages: fake.messages, reads: fake.reads } };
    case 'GET requests':
      return { status: 200, body: { requests: fake.requests } };
    case 'POST behaviour':
      fake.behave(body as Partial<FakeBehaviour>);
      return done;
    case 'POST faults': {
      if (isDict(body['rates'])) fake.setFaults(body['rates'] as FaultRates, number(body['seed']));
      fake.plan(list(body['script']) as (PlannedFault | FaultKind)[]);
      return done;
    }
    case 'POST numbers':
      return { status: 200, body: fake.addNumber(body) };
    case 'POST inbound':
    case 'POST send-inbound': {
      const from = text(body['from']);
      if (from === undefined) return { status: 400, body: { error: 'from is missing' } };
      const content = isDict(body['content'])
        ? { type: 'text', ...body['content'] }
        : { type: 'text', text: { body: text(body['text']) ?? '' } };
      return { status: 200, body: await fake.receive(from, content, dict(body['options']) as InboundOptions) };
    }
    case 'POST deliver':
      return { status: 200, body: { status: await fake.deliver(body['body'], text(body['phoneNumberId'])) } };
    case 'POST settled':
      await fake.settled();
      return done;
    case 'POST hang-up': {
      // The answer goes out first; then nothing listens for a while.
      const ms = number(body['ms']) ?? 1_000;
      setImmediate(() => void fake.hangUp().then(() => setTimeout(() => void fake.listen(), ms)));
      return done;
    }
    case 'POST reset':
      fake.reset();
      return done;
    default:
      return { status: 404, body: { error: 'There is no such control' } };
  }
}
