import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { useFlow } from '../../../../editor/flow/store.ts';
import { useSimulation } from '../../../../editor/simulator/simulation.ts';
import { useLibrary } from '../../../../editor/tests/library.ts';
import { engineCodes, type Flow } from '../../../../runtime/contract/index.ts';
import { examples } from '../../../support/examples.ts';
import { chain, keyword } from '../../../support/sample-flows.ts';
import { botSaid } from '../../../support/simulated.ts';
import { until } from '../../../support/until.ts';

const pizza = examples.find(({ name }) => name === 'pedido-pizza')?.flow;
if (!pizza) throw new Error('The example is missing.');
const eventually = (isSo: () => boolean) =>
  until(isSo, { timeoutMs: 5_000, everyMs: 5, describe: () => isSo.toString() });
const sim = useSimulation.getState;
const say = (body: string) => sim().say({ kind: 'text', body });
const said = () =>
  botSaid(sim().state?.thread ?? []).map((content) => ('body' in content ? content.body : content.kind));
const open = (flow: Flow | null) => useFlow.setState({ flow });
const renamed = (flow: Flow): Flow => ({
  ...flow,
  layout: {},
  nodes: flow.nodes.map((node) => ({ ...node, name: 'x' })),
});
const changed = (flow: Flow): Flow => ({ ...flow, settings: { ...flow.settings, expiresAfterMinutes: 5 } });

beforeEach(() => {
  open(pizza);
  sim().start();
});
afterEach(() => sim().stop());

test('what is written fast is heard in order, and the card where it stands is known', async () => {
  say('pizza');
  say('margarita');
  say('personal');
  await eventually(() => said().length === 3);
  expect(said()[2]).toBe('¿Cuántas quieres?');
  expect(sim().currentNode).toBe(sim().state?.session?.node);
  expect(sim().travelled.size).toBe(2);
  sim().restart();
  expect(sim().state?.thread).toEqual([]);
  expect(sim().travelled.size).toBe(0);
});

test('a draft that means something else is told of; names and places are not', async () => {
  say('pizza');
  await eventually(() => said().length === 1);
  open(renamed(pizza));
  expect(sim().stale).toBe(false);
  open(changed(pizza));
  expect(sim().stale).toBe(true);
  sim().goOn();
  expect(sim().stale).toBe(false);
  open(pizza);
  expect(sim().stale).toBe(true);
  open(changed(pizza));
  sim().repeat();
  await eventually(() => said().length === 1);
  expect(sim().stale).toBe(false);
  expect(sim().flow?.settings.expiresAfterMinutes).toBe(5);
});

test('a card whose answer is remembered answers by itself', async () => {
  const card = pizza.nodes.find(({ type }) => type === 'call-webhook')?.id ?? '';
  sim().setMock(card, { mode: 'example', status: 201, body: '{"id":"P-1"}' });
  for (const words of ['pizza', 'margarita', 'personal', '1', 'Carrera 7 # 45-10', 'sí, confirmar']) say(words);
  await eventually(() => said().some((body) => body?.includes('P-1')));
  expect(sim().state?.call).toBeNull();
});

test('another person, or a clock turned back, begins another run', async () => {
  say('pizza');
  await eventually(() => said().length === 1);
  sim().setClock('2020-01-01T12:00:00.000Z');
  expect(sim().state).toMatchObject({ now: '2020-01-01T12:00:00.000Z', thread: [] });
  sim().passTime(600);
  await eventually(() => sim().state?.now === '2020-01-01T12:10:00.000Z');
  sim().setPersona({ id: 'own', name: 'Eva Luna', phone: '', language: '', returning: false, fields: {} });
  expect(sim()).toMatchObject({ personName: 'Eva', state: { thread: [], now: '2020-01-01T12:00:00.000Z' } });
});

test('another flow closes it', () => {
  open({ ...pizza, id: 'otro' });
  expect(sim()).toMatchObject({ open: false, state: null, currentNode: null });
});

test('goes on to flows that were published since, once it begins anew', async () => {
  const other = chain('otro', keyword('otro'), [{ id: 'say', type: 'send-text', config: { body: 'Aquí el otro' } }]);
  const caller = chain('llama', keyword('hola'), [
    { id: 'sub', type: 'run-subflow', config: { flow: 'otro', stay: false } },
    { id: 'end', type: 'send-text', config: { body: 'De vuelta' } },
  ]);
  useLibrary.setState({ flowId: 'llama', called: 'otro', flows: [] });
  sim().stop();
  open(caller);
  sim().start();
  say('hola');
  await eventually(() => sim().state?.session?.failure !== undefined);
  expect(sim().state?.session?.failure?.code).toBe(engineCodes.flowUnknown);
  useLibrary.setState({ flows: [other] });
  sim().repeat();
  await eventually(() => said().length === 2);
  expect(said()).toEqual(['Aquí el otro', 'De vuelta']);
  sim().restart();
  say('hola');
  await eventually(() => said().length === 2);
});
