import { describe, expect, test } from '@jest/globals';
import {
  runFlowTests,
  runTranscript,
  transcriptProblems,
  validateFlow,
  type TranscriptRun,
} from '../../runtime/engine/index.ts';
import { checkContent } from '../../runtime/channels/whatsapp-cloud/check.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { Trigger, type Flow } from '../../runtime/contract/index.ts';
import { examples, type Example } from '../support/examples.ts';

test('the examples that the demo needs are there', () => {
  expect(examples.map(({ name }) => name)).toEqual([
    'aviso-de-entrega',
    'bienvenida',
    'carrito',
    'club-de-puntos',
    'cobranza',
    'cumpleanos',
    'direccion',
    'echo',
    'encuesta',
    'floreria',
    'pedido-pizza',
    'reserva-medica',
    'servicio-tecnico',
    'soporte',
    'tienda-catalogo',
  ]);
});

test('every kind of card stands in an example', () => {
  const shown = new Set(examples.flatMap(({ flow }) => flow.nodes.map(({ type }) => type)));
  expect([...nodeTypes.keys()].filter((type) => !shown.has(type))).toEqual([]);
});

test('every way in which a flow begins stands in an example', () => {
  const shown = new Set(examples.flatMap(({ flow }) => flow.triggers.map(({ kind }) => kind)));
  const kinds = Trigger.anyOf.map(({ properties }) => properties.kind.const);
  expect(kinds).toHaveLength(14);
  expect(kinds.filter((kind) => !shown.has(kind))).toEqual([]);
});

test('two examples at least speak three languages', () => {
  const languages = examples.filter(({ flow }) => flow.languages.join() === 'es,en,pt');
  expect(languages.map(({ name }) => name)).toEqual(['reserva-medica', 'soporte']);
});

describe.each(examples)('$name', (example) => {
  const { name, flow, library, transcript } = example;

  test('is sound, for the channel as well', () => {
    expect(flow.id).toBe(name);
    expect(validateFlow(flow, nodeTypes, { checkContent, now: '2026-01-05T09:00:00.000Z' })).toEqual([]);
  });

  test('lies on the canvas without two cards in one place, each with a name', () => {
    expect(Object.keys(flow.layout).sort()).toEqual(flow.nodes.map(({ id }) => id).sort());
    const places = Object.values(flow.layout).map(({ x, y }) => `${x},${y}`);
    expect(places).toEqual([...new Set(places)]);
    expect(flow.nodes.filter(({ name: called }) => !called)).toEqual([]);
  });

  test('plays as its transcript says', async () => {
    expect(transcriptProblems(transcript)).toEqual([]);
    const { ok, firstDifference, failure, turns } = await runTranscript([flow, ...library], transcript, nodeTypes);
    expect({ ok, firstDifference, failure }).toEqual({ ok: true });
    expect(turns).toHaveLength(transcript.turns.length);
  });

  test('its own tests are green', async () => {
    const results = await runFlowTests(flow, library, nodeTypes);
    expect(results).toHaveLength(flow.tests?.length ?? 0);
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
  });

  test('goes through each of its cards in some conversation', async () => {
    const walked = new Set(
      (await played(example)).flatMap(({ turns }) => turns.flatMap(({ seen }) => seen.route ?? [])),
    );
    expect(flow.nodes.map(({ id }) => id).filter((id) => !walked.has(id))).toEqual([]);
  });

  test('says everything that it can say in some conversation', async () => {
    const heard = JSON.stringify((await played(example)).flatMap(({ turns }) => turns.flatMap(({ said }) => said)));
    expect(fixedTexts(flow).filter((text) => !heard.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);
  });
});

test('a transcript that is not kept is told of', async () => {
  const echo = examples.find(({ name }) => name === 'echo');
  if (!echo) throw new Error('echo is missing');
  const turns = [{ contact: 'ping', bot: ['pong v9'] }];
  const { ok, firstDifference } = await runTranscript(echo.flow, { ...echo.transcript, turns }, nodeTypes);
  expect({ ok, firstDifference }).toEqual({
    ok: false,
    firstDifference: { turn: 0, node: 'fin', path: '/bot/0/body', expected: 'pong v9', said: 'pong v1' },
  });
});

/** The example's transcript and its own tests, played. */
const played = ({ flow, library, transcript }: Example): Promise<TranscriptRun[]> =>
  Promise.all(
    [transcript, ...(flow.tests ?? []).map((own) => own.transcript)].map((conversation) =>
      runTranscript([flow, ...library], conversation, nodeTypes),
    ),
  );

/** The texts without `{{ }}` that a flow's cards may say. */
const fixedTexts = ({ nodes }: Flow): string[] =>
  nodes
    .filter(({ type, config }) => type !== 'send-template' && nodeTypes.get(type)?.editor.preview(config))
    .flatMap(({ config: { body, retryText } }) => [body, retryText])
    .filter((text): text is string => typeof text === 'string' && !text.includes('{{'));
