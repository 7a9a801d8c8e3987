import { describe, expect, test } from '@jest/globals';
import { onlyFromServer, stillTold } from '../../../../editor/flow/server-knows.ts';
import type { Flow, Issue } from '../../../../runtime/contract/index.ts';
import { chain, keyword } from '../../../support/sample-flows.ts';

const flow: Flow = chain('a', keyword('hola'), [
  { id: 'one', type: 'send-text', config: { body: '1' } },
  { id: 'two', type: 'send-text', config: { body: '2' } },
]);
const issue = (code: string, more: Partial<Issue> = {}): Issue => ({
  code,
  severity: 'warning',
  message: code,
  ...more,
});
const clash = issue('trigger.clash', { path: '/triggers/0/words/0', params: { word: 'hola' } });
const group = issue('reference.group-unknown', { node: 'two', path: '/nodes/1/config/group' });
const setting = issue('whatsapp.body-too-long', { path: '/settings/failureText' });
const told = onlyFromServer(flow, [], [clash, group, setting]);

describe('what only the server knows', () => {
  test('is what the page does not find itself, whatever its code', () => {
    const own = issue('text.empty', { node: 'one', path: '/nodes/0/config/body' });
    const found = onlyFromServer(flow, [own], [own, group, { ...own, params: { name: 'x' } }]);
    expect(found.map((each) => each.issue)).toEqual([group, { ...own, params: { name: 'x' } }]);
  });

  test('holds while its card, trigger or settings are the same', () => {
    expect(stillTold(flow, told)).toEqual([clash, group, setting]);
    const { nodes, triggers } = flow;
    const typed = { ...flow, nodes: nodes.map((node) => (node.id === 'two' ? { ...node, name: 'Dos' } : node)) };
    expect(stillTold(typed, told)).toEqual([clash, setting]);
    const reworded = { ...flow, triggers: triggers.map((trigger) => ({ ...trigger, priority: 1 })) };
    expect(stillTold(reworded, told)).toEqual([group, setting]);
    expect(stillTold({ ...flow, settings: { failureText: '' } }, told)).toEqual([clash, group]);
  });

  test('moves along with its card', () => {
    const before = { ...flow, nodes: flow.nodes.toReversed() };
    expect(stillTold(before, told)).toEqual([clash, { ...group, path: '/nodes/0/config/group' }, setting]);
  });

  test('is left out when what it is of is not here', () => {
    expect(
      onlyFromServer(flow, [], [issue('reference.field-unknown', { node: 'three', path: '/nodes/7/config' })]),
    ).toEqual([]);
  });
});
