import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseFlow, runTranscript, transcriptProblems, validateFlow } from '../../runtime/engine/index.ts';
import { checkContent } from '../../runtime/channels/whatsapp-cloud/check.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import type { Flow, Transcript } from '../../runtime/contract/index.ts';

const folder = new URL('../../flows-examples/', import.meta.url);

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.flow.json'))
  .map((name) => name.slice(0, -'.flow.json'.length))
  .sort()
  .map((name) => {
    const { flow, issues } = parseFlow(read(`${name}.flow.json`), nodeTypes);
    if (!flow) throw new Error(`${name}: ${JSON.stringify(issues)}`);
    return { name, flow, transcript: read(`${name}.transcript.json`) as Transcript };
  });

test('the examples that the demo needs are there', () => {
  expect(examples.map(({ name }) => name)).toEqual(['bienvenida', 'echo', 'encuesta', 'pedido-pizza']);
});

describe.each(examples)('$name', ({ name, flow, transcript }) => {
  test('is sound, for the channel as well', () => {
    expect(flow.id).toBe(name);
    expect(validateFlow(flow, nodeTypes, { checkContent, now: '2026-01-05T09:00:00.000Z' })).toEqual([]);
  });

  test('lies on the canvas without two cards in one place', () => {
    expect(Object.keys(flow.layout).sort()).toEqual(flow.nodes.map(({ id }) => id).sort());
    const places = Object.values(flow.layout).map(({ x, y }) => `${x},${y}`);
    expect(places).toEqual([...new Set(places)]);
  });

  test('plays as its transcript says', async () => {
    expect(transcriptProblems(transcript)).toEqual([]);
    const { ok, firstDifference, failure, turns } = await runTranscript(flow, transcript, nodeTypes);
    expect({ ok, firstDifference, failure }).toEqual({ ok: true });
    expect(turns).toHaveLength(transcript.turns.length);
  });

  test('says everything that it can say somewhere in its transcript', async () => {
    const { turns } = await runTranscript(flow, transcript, nodeTypes);
    const heard = JSON.stringify(turns.flatMap(({ said }) => said));
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

/** The texts without `{{ }}` that a flow's cards may say. */
const fixedTexts = ({ nodes }: Flow): string[] =>
  nodes
    .filter(({ type, config }) => nodeTypes.get(type)?.editor.preview(config))
    .flatMap(({ config: { body, retryText } }) => [body, retryText])
    .filter((text): text is string => typeof text === 'string' && !text.includes('{{'));
