import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Edit, Flow } from '../../../../runtime/contract/index.ts';
import { applyAll, parseFlow } from '../../../../runtime/engine/index.ts';
import { nodeTypeList, nodeTypes } from '../../../../runtime/nodes/index.ts';
import {
  addNode,
  addNote,
  addTrigger,
  arrange,
  connect,
  copyNodes,
  disconnect,
  duplicateNodes,
  insertOnEdge,
  moveNodes,
  paste,
  removeNodes,
  removeNotes,
  removeTrigger,
  rename,
  renameFlow,
  setConfig,
  setLanguages,
  setNote,
  setSetting,
  setTrigger,
  setVariables,
} from '../../../../editor/flow/commands.ts';
import { joined } from '../../../../editor/flow/joining.ts';
import { Browser, FlowServer } from './world.ts';

const empty: Flow = {
  schemaVersion: 1,
  id: 'test',
  name: 'Test',
  languages: ['es'],
  nodes: [],
  edges: [],
  triggers: [],
  variables: [],
  settings: {},
  layout: {},
  notes: [],
};

type Wish = { what: number; one: number; other: number; text: string };
const wish: fc.Arbitrary<Wish> = fc.record({
  what: fc.nat(24),
  one: fc.nat(50),
  other: fc.nat(50),
  text: fc.string({ minLength: 1, maxLength: 6 }),
});

/** The edits that a wish means for the flow as it stands; the same for the same flow. */
function editsFor(flow: Flow, { what, one, other, text }: Wish, newId: () => string): readonly Edit[] {
  const pick = <Item>(list: readonly Item[], by = one): Item | undefined => list[by % Math.max(1, list.length)];
  const node = pick(flow.nodes);
  const target = pick(flow.nodes, other);
  const edge = pick(flow.edges);
  const nodeType = pick(nodeTypeList, other)!;
  const add = () => addNode(flow, nodeType, { x: one * 10, y: other * 10 }, { newId }).edits;
  if (!node || !target) return add();
  const ports = nodeTypes.get(node.type)?.ports(node.config) ?? [];
  const port = pick(ports, other)?.id ?? 'next';
  const trigger = pick(flow.triggers);
  const note = pick(flow.notes);
  switch (what) {
    case 0:
    case 1:
      return add();
    case 2:
      return addNode(flow, nodeType, null, { newId, from: { node: node.id, port }, name: text }).edits;
    case 3:
    case 4:
      return connect(flow, { node: node.id, port }, target.id, newId);
    case 5:
      return edge ? disconnect(flow, edge.id) : [];
    case 6:
      return edge ? insertOnEdge(flow, edge.id, nodeType, null, { newId }).edits : [];
    case 7:
      return removeNodes(flow, [node.id, target.id]);
    case 8:
      return duplicateNodes(flow, [node.id, target.id], newId).edits;
    case 9:
      return moveNodes(flow, { [node.id]: { x: one, y: other }, [target.id]: { x: other, y: one } });
    case 10:
      return setConfig(flow, node.id, 'body', text);
    case 11: {
      const buttons = [{ id: 'b_1', title: text }, ...(one % 2 ? [{ id: `b_${other}`, title: 'x' }] : [])];
      return node.type === 'ask-buttons' ? setConfig(flow, node.id, ['buttons'], buttons) : [];
    }
    case 12:
      return setConfig(flow, node.id, ['header', 'text'], one % 3 ? text : undefined);
    case 13:
      return setConfig(flow, node.id, 'buttons.0', undefined);
    case 14:
      return rename(flow, node.id, one % 4 ? text : '');
    case 15:
      return addTrigger(flow, { kind: 'keyword', match: 'is', words: [text], to: node.id }, newId).edits;
    case 16:
      return trigger ? setTrigger(flow, { id: trigger.id, kind: 'unhandled', to: target.id }) : [];
    case 17:
      return trigger ? removeTrigger(flow, trigger.id) : [];
    case 18:
      return setSetting(flow, 'start', one % 3 ? node.id : undefined);
    case 19:
      return addNote(flow, { x: one, y: other }, text, newId).edits;
    case 20:
      return note ? (one % 2 ? setNote(flow, note.id, { text, width: other }) : removeNotes(flow, note.id)) : [];
    case 21:
      return paste(flow, copyNodes(flow, [node.id, target.id]), one % 2 ? { x: one, y: other } : null, newId)!.edits;
    case 22:
      return arrange(flow);
    case 23:
      return [...renameFlow(flow, text), ...setLanguages(flow, ['es', 'pt'])];
    default:
      return setVariables(flow, [{ name: `v${one}`, type: 'text', initial: text }]);
  }
}

test('fifty commands undone give the start, redone the end, with reloads in between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 50, maxLength: 50 }), fc.nat(49), async (wishes, reloadAt) => {
      let serial = 0;
      const newId = () => `x${(serial += 1)}`;
      const browser = new Browser(new FlowServer(empty));
      let page = await browser.page();
      const { clock, server } = browser;
      const reload = async () => {
        page.leave();
        page = await browser.page();
      };
      for (const [index, each] of wishes.entries()) {
        const edits = editsFor(page.state.flow!, each, newId);
        expect(applyAll(page.state.flow!, edits)).toHaveProperty('flow');
        page.state.dispatch(edits);
        // The typed text may be anything but empty; the document stays one that the server can read.
        expect(parseFlow(page.state.flow, nodeTypes).issues).toEqual([]);
        if (index === reloadAt) await reload();
        if (index % 7 === 0) await clock.pass(700);
      }
      const end = page.state.flow;
      let steps = 0;
      while (page.state.canUndo) {
        page.state.undo();
        if ((steps += 1) === reloadAt) await reload();
      }
      expect(page.state.lost).toBeNull();
      expect(page.state.flow).toEqual(empty);
      await clock.pass(1_000);
      expect(server.draft.flow).toEqual(empty);
      let again = 0;
      while (page.state.canRedo) {
        page.state.redo();
        if ((again += 1) === reloadAt) await reload();
      }
      expect(again).toBe(steps);
      expect(page.state.flow).toEqual(end);
      await clock.pass(1_000);
      expect(server.draft.flow).toEqual(end);
      expect(page.state).toMatchObject({ status: 'saved', pending: 0, conflict: null });
    }),
    { numRuns: 25, seed: 3 },
  );
});

test('edits joined to fewer mean the same', () => {
  const places = [
    ['config', 'a'],
    ['config', 'a', 'b'],
    ['config', 'list', 0],
    ['config', 'list', 1],
    ['config', 'list', 2],
  ] as const;
  const start: Flow = {
    ...empty,
    nodes: [{ id: 'n', type: 'x', version: 1, config: { a: { b: 1 }, list: [0, 1] } }],
  };
  const change = fc.record({
    place: fc.constantFrom(...places),
    value: fc.constantFrom(undefined, 1, 2, { b: 3 }),
    cut: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
      let flow = start;
      let few: Edit[] = [];
      for (const { place, value } of changes) {
        const at = place.reduce<unknown>(
          (holder, part) => (holder as { [part: string | number]: unknown } | undefined)?.[part],
          flow.nodes[0],
        );
        const edit = {
          op: 'set',
          kind: 'node',
          id: 'n',
          path: [...place],
          ...(at !== undefined && { before: at }),
          ...(value !== undefined && { after: value }),
        } as Edit;
        const next = applyAll(flow, [edit]);
        if ('conflict' in next) continue;
        flow = next.flow;
        few = joined(few, [edit]);
        expect(applyAll(start, few)).toEqual({ flow });
      }
    }),
    { numRuns: 500, seed: 5 },
  );
});
