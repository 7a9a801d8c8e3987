import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readFlowFile, worthTelling } from '../../../../editor/flows/read-file.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';

const text = readFileSync(new URL('../../../../flows-examples/bienvenida.flow.json', import.meta.url), 'utf8');
const fileOf = (content: string, size = content.length) => ({ size, text: async () => content });

test('a sound file gives its flow and nothing to mend', async () => {
  const { flow, issues } = await readFlowFile(fileOf(text), nodeTypes);
  expect(flow?.id).toBe('bienvenida');
  expect(worthTelling(issues)).toEqual([]);
});

test('a file that is too large is not read', async () => {
  const unread = { size: 5_000_000, text: () => Promise.reject(new Error('read')) };
  expect(await readFlowFile(unread, nodeTypes)).toMatchObject({ issues: [{ code: 'flow.too-large' }] });
});

test('what is no flow says why and where', async () => {
  expect(await readFlowFile(fileOf('{"a": }'), nodeTypes)).toMatchObject({ issues: [{ code: 'flow.json-invalid' }] });
  const { flow, issues } = await readFlowFile(fileOf('{"schemaVersion":1}'), nodeTypes);
  expect(flow).toBeUndefined();
  expect(issues.length).toBeGreaterThan(0);
});

test('a card of a type that is not known is kept and told of, errors first', async () => {
  const strange = text.replace('"send-location"', '"from-tomorrow"').replace('"id": "fin"', '"id": "nadie"');
  const { flow, issues } = await readFlowFile(fileOf(strange), nodeTypes);
  expect(flow?.nodes.some(({ type }) => type === 'from-tomorrow')).toBe(true);
  const told = worthTelling(issues);
  expect(told).toContainEqual(expect.objectContaining({ code: 'node.unknown', node: 'mapa' }));
  expect(told.map(({ severity }) => severity)).toEqual(told.map(({ severity }) => severity).toSorted());
});
