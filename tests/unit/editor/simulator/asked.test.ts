import { expect, test } from '@jest/globals';
import { presets } from '../../../../editor/simulator/persona.ts';
import { pathOf } from '../../../../editor/simulator/path.ts';
import { Run, type Move } from '../../../../editor/simulator/run.ts';
import type { Flow, FlowNode } from '../../../../runtime/contract/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { flowOf, testNow } from '../../../support/engine.ts';

const [persona] = presets;
if (!persona) throw new Error('There is no persona.');

const card = (id: string, type: string, config: FlowNode['config']): FlowNode => ({ id, type, version: 1, config });
const flowWith = (...nodes: FlowNode[]): Flow =>
  flowOf(
    Object.fromEntries(
      nodes.map(({ id, type, config }, index) => [id, [type, config, nodes[index + 1]?.id ?? {}]] as const),
    ),
  );
const runOf = (flow: Flow) => new Run(flow, { now: testNow, nodeTypes, persona });
const hello: Move = { kind: 'say', content: { kind: 'text', body: 'hola' } };
const events = (run: Run) =>
  run.state.thread.flatMap((item) =>
    item.kind === 'event' ? [item.event.type] : ['body' in item.content ? item.content.body : ''],
  );

const letter = flowWith(
  card('mail', 'send-email', { to: 'a@b.co', subject: 'S', body: 'B' }),
  card('sent', 'send-text', { body: 'Enviado' }),
);

test('a letter waits until somebody says what became of it', async () => {
  const run = runOf(letter);
  await run.make({ kind: 'begin', node: 'mail' });
  expect(run.state.asked).toMatchObject({ kind: 'email.send', node: 'mail', email: { to: ['a@b.co'] } });
  await run.make(hello);
  await run.make({ kind: 'done', outcome: { ok: true, durationMs: 0 } });
  expect(events(run)).toEqual(['began', 'hola', 'unheard', 'done', 'Enviado', 'ended']);
  expect(run.state.asked).toBeNull();
});

test('one that did not leave says why', async () => {
  const run = runOf(letter);
  await run.make({ kind: 'begin', node: 'mail' });
  await run.make({ kind: 'done', outcome: { ok: false, code: 'email.refused', message: 'No.' } });
  expect(run.state.thread.at(1)).toMatchObject({ event: { type: 'not-done', node: 'mail', code: 'email.refused' } });
  expect(run.state.session?.status).toBe('failed');
});

test('an answer that nobody waits for changes nothing', async () => {
  const run = runOf(letter);
  await run.make({ kind: 'done', outcome: { ok: true, durationMs: 0 } });
  await run.make({ kind: 'ticket-closed' });
  expect(events(run)).toEqual([]);
});

test('people have the conversation until they are done', async () => {
  const run = runOf(
    flowWith(
      card('hand', 'hand-off', { note: 'Ayuda', afterwards: 'wait' }),
      card('back', 'send-text', { body: '¿Algo más?' }),
    ),
  );
  await run.make({ kind: 'begin', node: 'hand' });
  expect(run.state.handedOver).toBe(true);
  await run.make(hello);
  await run.make({ kind: 'ticket-closed' });
  expect(events(run)).toEqual(['began', 'handed-over', 'hola', 'with-people', 'ticket-closed', '¿Algo más?', 'ended']);
  expect(run.state.handedOver).toBe(false);
});

test('what cards do beside talking is told', async () => {
  const run = runOf(
    flowWith(
      card('a', 'note', { text: 'N' }),
      card('b', 'record-consent', { state: 'granted', text: 'Sí' }),
      card('c', 'record-consent', { state: 'withdrawn', text: 'No' }),
      card('d', 'start-someone', { who: { phone: '+573001234567' }, flow: 'otro' }),
      card('e', 'start-someone', { who: { contactId: 'c9' }, flow: 'otro' }),
      card('f', 'notify-person', { note: 'Mira' }),
      card('g', 'close-conversation', {}),
    ),
  );
  await run.make({ kind: 'begin', node: 'a' });
  expect(run.state.thread.slice(1).map((item) => item.kind === 'event' && item.event)).toEqual([
    { type: 'noted', node: 'a', text: 'N' },
    { type: 'consent-granted', node: 'b', text: 'Sí' },
    { type: 'consent-withdrawn', node: 'c', text: 'No' },
    { type: 'started-someone', node: 'd', flowId: 'otro', who: '+573001234567' },
    { type: 'started-someone', node: 'e', flowId: 'otro', who: 'c9' },
    { type: 'flagged', node: 'f', note: 'Mira' },
    { type: 'closed', node: 'g' },
    { type: 'ended' },
  ]);
});

test('the same moves over the same flow give the same answers to a model’s questions', async () => {
  const flow = flowWith(
    card('ai', 'ai-reply', { instructions: 'Vende.', question: '¿Qué?', maximumCharacters: 50 }),
    card('end', 'end', {}),
  );
  const first = runOf(flow);
  await first.make({ kind: 'begin', node: 'ai' });
  expect(first.state.asked).toMatchObject({
    kind: 'ai.ask',
    request: { messages: [{ from: 'person', text: '¿Qué?' }] },
  });
  await first.make({ kind: 'done', outcome: { ok: true, value: 'Claro', durationMs: 0 } });
  const again = runOf(flow);
  await again.repeat(first.moves);
  expect(again.state).toEqual(first.state);
  expect(pathOf(first.state.turns).length).toBeGreaterThan(1);
});
