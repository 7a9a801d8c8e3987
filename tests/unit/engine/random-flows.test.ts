import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { Effect, Session, type Flow, type Input } from '../../../runtime/contract/index.ts';
import { advance, newSession, parseFlow, validateFlow } from '../../../runtime/engine/index.ts';
import { envOf, flowOf, littleTypes, said, start, testNow } from '../../support/engine.ts';

const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
const isSession = ajv.compile(Session);
const isEffect = ajv.compile(Effect);

const ids = ['a', 'b', 'c', 'd', 'e', 'constructor'];
const configs = {
  say: fc.record({
    text: fc.constantFrom('hola', '{{ contact.name }}', '{{ missing }}', '{{ message.text ?? "" }}', '{{ 1 +'),
  }),
  question: fc.record({
    text: fc.constant('?'),
    variable: fc.constantFrom('x', 'toString'),
    seconds: fc.constantFrom(1, 60),
  }),
  set: fc.record({
    name: fc.constantFrom('x', 'constructor'),
    expression: fc.constantFrom('$random()', 'variables', '$count($keys(variables))', '[1..9999]', 'contact.fields'),
  }),
  rename: fc.record({ name: fc.string({ maxLength: 5 }) }),
  pause: fc.record({ seconds: fc.constantFrom(0, 5) }),
  call: fc.constant({ url: 'https://example.com' }),
  look: fc.record({ pattern: fc.constantFrom('h', '(', '^$') }),
  broken: fc.constant({}),
  stop: fc.constant({}),
  teleport: fc.constant({}),
};
const ports = ['next', 'other', 'timeout', 'error'];

const flows: fc.Arbitrary<Flow> = fc
  .tuple(
    ...ids.map((id) =>
      fc.tuple(
        fc.constant(id),
        fc
          .constantFrom(...(Object.keys(configs) as (keyof typeof configs)[]))
          .chain((type) =>
            fc.tuple(
              fc.constant(type as string),
              configs[type] as fc.Arbitrary<Flow['nodes'][number]['config']>,
              fc.dictionary(fc.constantFrom(...ports), fc.constantFrom(...ids, 'nowhere'), { noNullPrototype: true }),
            ),
          ),
      ),
    ),
  )
  .map((steps) => flowOf(Object.fromEntries(steps)));

/** What happens next, in terms of the session as it stands. */
const moves = fc.array(fc.constantFrom('hola', 'again', 'salir', 'timeout', 'http', 'failed', 'late'), {
  maxLength: 8,
});

function inputFor(move: string, { wait }: Session): Input {
  const at = testNow;
  switch (move) {
    case 'timeout':
      return { kind: 'timeout', at, waitId: wait?.id ?? '' };
    case 'late':
      return { kind: 'timeout', at, waitId: 'session.0' };
    case 'http':
      return {
        kind: 'http',
        at,
        effectId: wait?.effectId ?? '',
        outcome: { ok: false, code: 'http.timeout', message: '' },
      };
    case 'failed':
      return { kind: 'delivery-failed', at, effectId: wait?.firstEffectId ?? '', error: { code: 'x', message: '' } };
    default:
      return said(move);
  }
}

test('whatever is drawn and whatever happens: no throw, a session of the right form, and the same again', async () => {
  await fc.assert(
    fc.asyncProperty(flows, moves, async (flow, list) => {
      validateFlow(flow, littleTypes);
      expect(parseFlow(flow).issues).toEqual([]);
      const once = async (): Promise<string> => {
        const lines: string[] = [];
        let session = newSession({ id: 'session', flowId: 'test', flowVersion: 1, at: testNow });
        const effects = new Set<string>();
        for (const input of [start(), ...list]) {
          const next = typeof input === 'string' ? inputFor(input, session) : input;
          const advanced = await advance(flow, session, next, envOf());
          if (!advanced.taken) expect(advanced.session).toBe(session);
          expect([isSession(advanced.session), isSession.errors]).toEqual([true, null]);
          for (const effect of advanced.effects) {
            expect([isEffect(effect), effects.has(effect.id)]).toEqual([true, false]);
            effects.add(effect.id);
          }
          lines.push(JSON.stringify(advanced));
          session = JSON.parse(JSON.stringify(advanced.session)) as Session;
          if (!advanced.taken) session = advanced.session;
        }
        return lines.join('\n');
      };
      expect(await once()).toBe(await once());
    }),
    { numRuns: 200, seed: 11 },
  );
});
