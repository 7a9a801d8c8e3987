import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Flow } from '../../../../runtime/contract/index.ts';
import { isError } from '../../../../runtime/contract/index.ts';
import { idsFor } from '../../../../editor/flows/flow-ids.ts';
import { blankFlow, firstCards, firstMessage } from '../../../../editor/flows/new-flow.ts';
import { parseFlow, validateFlow } from '../../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { catalogue, textsOf } from '../../../support/node-folders.ts';

const folder = new URL('../../../../flows-examples/', import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.flow.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Flow);

let last = 0;
const newId = () => `x${(last += 1)}`;

describe('a new flow', () => {
  test.each(firstCards)('that begins with %s is one that the server reads', (first) => {
    const flow = blankFlow({ id: 'hola', name: 'Hola', language: 'es', first, greeting: '¡Hola!' }, nodeTypes, newId);
    expect(parseFlow(flow, nodeTypes).issues).toEqual([]);
    expect(flow.nodes.map(({ type }) => type)).toEqual([first]);
    expect(flow.triggers).toEqual([]);
  });

  test('that says something can be published at once', () => {
    const flow = blankFlow(
      { id: 'hola', name: 'Hola', language: 'es', first: 'send-text', greeting: '¡Hola!', words: ['hola'] },
      nodeTypes,
      newId,
    );
    expect(validateFlow(flow, nodeTypes).filter(isError)).toEqual([]);
    expect(flow.triggers).toMatchObject([{ kind: 'keyword', words: ['hola'] }]);
  });
});

describe('an example', () => {
  test.each(examples)('$id shows the first message that a person sees', (flow) => {
    expect(firstMessage(flow, nodeTypes)).not.toBeNull();
  });

  test.each(examples)('$id is described', (flow) => {
    expect(textsOf(catalogue('es')).get(`flows.examples.${flow.id}`)).toBeDefined();
  });

  test('whose first card says nothing shows the next that does', () => {
    const echo = examples.find(({ id }) => id === 'echo');
    expect(echo && firstMessage(echo, nodeTypes)).toMatchObject({ kind: 'text' });
  });
});

test('a flow that says nothing, or goes in a circle, has no first message', () => {
  const flow = blankFlow({ id: 'a', name: 'A', language: 'es', first: 'ask', greeting: '' }, nodeTypes, newId);
  const end = { id: 'fin', type: 'end', version: 1, config: {} };
  expect(firstMessage({ ...flow, nodes: [end] }, nodeTypes)).toBeNull();
  const circle = { ...flow, nodes: [end], edges: [{ id: 'e', from: { node: 'fin', port: 'x' }, to: 'fin' }] };
  expect(firstMessage(circle, nodeTypes)).toBeNull();
});

test('ids are made of the name, with numbers when the plain one is taken', () => {
  const ids = idsFor('Menú de Año Nuevo', 'Flujo nuevo');
  expect([ids.next().value, ids.next().value]).toEqual(['menu-de-ano-nuevo', 'menu-de-ano-nuevo-2']);
  expect(idsFor('你好', 'Flujo nuevo').next().value).toBe('flujo-nuevo');
  expect([...idsFor('a'.repeat(200), 'x')].every((id) => id.length <= 64)).toBe(true);
});
