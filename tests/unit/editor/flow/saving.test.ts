import { describe, expect, test } from '@jest/globals';
import type { Flow } from '../../../../runtime/contract/index.ts';
import { ApiProblem } from '../../../../editor/client/http.ts';
import { removeNodes, renameFlow, setConfig } from '../../../../editor/flow/commands.ts';
import { setPlace } from '../../../../editor/flow/edit-parts.ts';
import { flowOf } from '../../../support/engine.ts';
import { Browser, FlowServer, settled } from './world.ts';

const start: Flow = {
  ...flowOf({ a: ['say', { text: 'uno' }, 'b'], b: ['say', { text: 'dos' }, 'c'], c: ['stop'] }),
  layout: { a: { x: 0, y: 0 }, b: { x: 300, y: 0 }, c: { x: 600, y: 0 } },
};
const say = (flow: Flow, node: string, text: string) => setConfig(flow, node, 'text', text);
const textOf = (flow: Flow | null, node: string) => flow?.nodes.find(({ id }) => id === node)?.config['text'];

async function opened() {
  const server = new FlowServer(start);
  const browser = new Browser(server);
  const page = await browser.page();
  const write = (node: string, text: string, of = page) => of.state.dispatch(say(of.state.flow!, node, text));
  return { server, browser, page, write, clock: browser.clock };
}

describe('a change', () => {
  test('is saved a moment later, what was typed as one edit', async () => {
    const { server, page, write, clock } = await opened();
    for (const text of ['u', 'un', 'una']) write('a', text);
    expect(page.state).toMatchObject({ status: 'unsaved', pending: 1, savedAt: null });
    await clock.pass(600);
    expect(page.state).toMatchObject({ status: 'saved', pending: 0, revision: 2 });
    expect(server.requests).toEqual([
      [{ op: 'set', kind: 'node', id: 'a', path: ['config', 'text'], before: 'uno', after: 'una' }],
    ]);
    expect(server.draft.flow).toEqual(page.state.flow);
  });

  test('made while another is under way goes with the next request', async () => {
    const { server, page, write, clock } = await opened();
    const answers: (() => void)[] = [];
    const send = server.send.bind(server);
    server.send = async (...given) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return send(...given);
    };
    write('a', 'x');
    await clock.pass(600);
    expect(page.state.status).toBe('saving');
    write('a', 'xy');
    await clock.pass(5_000);
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await settled();
    answers[1]?.();
    await settled();
    expect(server.requests.map((edits) => edits.map(({ before, after }) => [before, after]))).toEqual([
      [['uno', 'x']],
      [['x', 'xy']],
    ]);
    expect(page.state.status).toBe('saved');
  });

  test('is not made by somebody who may not edit', async () => {
    const { browser, server } = await opened();
    browser.mayEdit = false;
    const page = await browser.page();
    page.state.dispatch(say(page.state.flow!, 'a', 'x'));
    expect(page.state).toMatchObject({ readOnly: true, flow: server.draft.flow, pending: 0 });
  });

  test('that does not fit changes nothing', async () => {
    const { page } = await opened();
    const stale = say(start, 'a', 'x');
    page.state.dispatch(stale);
    page.state.dispatch(stale);
    expect(textOf(page.state.flow, 'a')).toBe('x');
    expect(page.state.pending).toBe(1);
  });
});

describe('while nobody answers', () => {
  test('changes are kept and sent when the server is back', async () => {
    const { server, page, write, clock } = await opened();
    server.isDown = true;
    write('a', 'x');
    await clock.pass(10_000);
    write('b', 'y');
    expect(page.state).toMatchObject({ status: 'offline', pending: 2 });
    server.isDown = false;
    page.state.retry();
    await clock.pass(0);
    expect(page.state).toMatchObject({ status: 'saved', pending: 0 });
    expect(server.draft.flow).toEqual(page.state.flow);
  });

  test('it is tried again by itself, ever more rarely', async () => {
    const { server, page, write, clock } = await opened();
    server.isDown = true;
    let asked = 0;
    const read = server.read.bind(server);
    server.read = () => {
      asked += 1;
      return read();
    };
    write('a', 'x');
    await clock.pass(60_000);
    expect(asked).toBeGreaterThan(4);
    expect(asked).toBeLessThan(8);
    server.isDown = false;
    await clock.pass(30_000);
    expect(page.state.status).toBe('saved');
  });

  test('a reload loses nothing, and what was kept is sent after opening', async () => {
    const { server, browser, page, write, clock } = await opened();
    server.isDown = true;
    write('a', 'x');
    await clock.pass(5_000);
    page.crash();
    server.isDown = false;
    const next = await browser.page();
    expect(textOf(next.state.flow, 'a')).toBe('x');
    expect(next.state.status).toBe('unsaved');
    await clock.pass(0);
    expect(textOf(server.draft.flow, 'a')).toBe('x');
    expect(browser.changes.items.size).toBe(0);
  });

  test('a full storage is told of', async () => {
    const { server, browser, page, write, clock } = await opened();
    server.isDown = true;
    browser.changes.room = 10;
    write('a', 'x');
    await clock.pass(1_000);
    expect(page.state).toMatchObject({ status: 'offline', kept: false });
  });
});

describe('when an answer was lost', () => {
  test('what has arrived is not sent again', async () => {
    const { server, page, write, clock } = await opened();
    server.next = ['unanswered'];
    write('a', 'x');
    await clock.pass(600);
    expect(page.state.status).toBe('offline');
    write('a', 'xy');
    await clock.pass(1_000);
    expect(page.state).toMatchObject({ status: 'saved', conflict: null });
    expect(server.requests.map((edits) => edits.map(({ after }) => after))).toEqual([['x'], ['xy']]);
  });

  test('what has not arrived is sent again', async () => {
    const { server, page, write, clock } = await opened();
    server.next = ['unheard'];
    write('a', 'x');
    await clock.pass(2_000);
    expect(page.state.status).toBe('saved');
    expect(server.requests).toHaveLength(1);
  });

  test.each([false, true])('a list that was added to does not grow twice, with a reload: %s', async (isReloaded) => {
    const { server, browser, page, clock } = await opened();
    server.next = ['unanswered'];
    page.state.dispatch(setPlace(page.state.flow!, 'flow', 'flow', ['languages', 1], 'en'));
    await clock.pass(600);
    if (isReloaded) page.crash();
    const last = isReloaded ? await browser.page() : page;
    await clock.pass(5_000);
    expect(last.state).toMatchObject({ status: 'saved', conflict: null });
    expect(server.draft.flow.languages).toEqual([start.languages[0], 'en']);
    expect(server.requests).toHaveLength(1);
  });

  test('and somebody else went on from it, theirs stands', async () => {
    const { server, page, write, clock } = await opened();
    server.next = ['unanswered'];
    write('a', 'x');
    write('b', 'y');
    await clock.pass(600);
    server.edit(say(server.draft.flow, 'c', 'z'));
    await clock.pass(5_000);
    expect(page.state).toMatchObject({ status: 'saved', conflict: null });
    expect(['a', 'b', 'c'].map((id) => textOf(page.state.flow, id))).toEqual(['x', 'y', 'z']);
    expect(server.requests).toHaveLength(1);
  });

  test('a request that arrives late is recognised too', async () => {
    const { server, page, write, clock } = await opened();
    server.next = ['unheard'];
    write('a', 'x');
    await clock.pass(600);
    const read = server.read.bind(server);
    server.read = async () => {
      const draft = await read();
      server.read = read;
      server.edit(say(start, 'a', 'x'));
      return draft;
    };
    await clock.pass(5_000);
    expect(page.state).toMatchObject({ status: 'saved', conflict: null, pending: 0 });
    expect(textOf(server.draft.flow, 'a')).toBe('x');
  });
});

describe('when somebody else changes the flow', () => {
  test('their changes to other places come in, and mine stay', async () => {
    const { server, page, write, clock } = await opened();
    server.edit(say(server.draft.flow, 'b', 'theirs'));
    write('a', 'mine');
    await clock.pass(600);
    expect(['a', 'b'].map((id) => textOf(page.state.flow, id))).toEqual(['mine', 'theirs']);
    expect(server.draft.flow).toEqual(page.state.flow);
    server.edit(say(server.draft.flow, 'b', 'again'));
    page.state.heard(server.draft.revision);
    await clock.pass(0);
    expect(page.state.flow).toEqual(server.draft.flow);
  });

  test.each([
    ['mine', 'mine'],
    ['theirs', 'theirs'],
  ] as const)('at the same place, I choose: %s', async (choice, text) => {
    const { server, page, write, clock } = await opened();
    server.edit(say(server.draft.flow, 'a', 'theirs'));
    write('a', 'mine');
    write('b', 'also');
    await clock.pass(600);
    await clock.pass(0);
    expect(page.state).toMatchObject({
      status: 'conflict',
      conflict: { places: [{ kind: 'node', id: 'a', path: ['config', 'text'], mine: 'mine', theirs: 'theirs' }] },
    });
    page.state.resolve(choice);
    await clock.pass(0);
    expect(page.state).toMatchObject({ status: 'saved', conflict: null });
    expect(['a', 'b'].map((id) => textOf(server.draft.flow, id))).toEqual([text, 'also']);
    expect(page.state.flow).toEqual(server.draft.flow);
  });

  test('a card they removed comes back with its edges if I want mine', async () => {
    const { server, page, write, clock } = await opened();
    server.edit(removeNodes(server.draft.flow, ['b']));
    write('b', 'mine');
    await clock.pass(600);
    await clock.pass(0);
    expect(page.state.conflict?.places).toMatchObject([{ kind: 'node', id: 'b', path: [], theirs: undefined }]);
    page.state.resolve('mine');
    await clock.pass(0);
    const { flow } = server.draft;
    expect(textOf(flow, 'b')).toBe('mine');
    expect(new Set(flow.edges.map(({ from, to }) => `${from.node} to ${to}`))).toEqual(new Set(['b to c', 'a to b']));
    expect(flow.layout['b']).toEqual({ x: 300, y: 0 });
  });

  test('a card I removed and they changed is asked about', async () => {
    const { server, page, clock } = await opened();
    server.edit(say(server.draft.flow, 'b', 'theirs'));
    page.state.dispatch(removeNodes(page.state.flow!, ['b']));
    await clock.pass(600);
    await clock.pass(0);
    expect(page.state.conflict?.places).toMatchObject([{ kind: 'node', id: 'b', path: [], mine: undefined }]);
    page.state.resolve('mine');
    await clock.pass(0);
    expect(server.draft.flow.nodes.map(({ id }) => id)).toEqual(['a', 'c']);
  });

  test('the same change by both is no conflict, and where a card stands is never asked about', async () => {
    const { server, page, write, clock } = await opened();
    server.edit(say(server.draft.flow, 'a', 'same'));
    server.edit(setPlace(server.draft.flow, 'flow', 'flow', ['layout', 'a'], { x: 5, y: 5 }));
    write('a', 'same');
    page.state.dispatch(setPlace(page.state.flow!, 'flow', 'flow', ['layout', 'a'], { x: 9, y: 9 }));
    await clock.pass(600);
    await clock.pass(0);
    expect(page.state).toMatchObject({ status: 'saved', conflict: null });
    expect(server.draft.flow.layout['a']).toEqual({ x: 9, y: 9 });
  });

  test('undo says what it cannot take back any more', async () => {
    const { server, page, write, clock } = await opened();
    write('b', 'kept');
    write('a', 'mine');
    await clock.pass(600);
    server.edit(say(server.draft.flow, 'a', 'theirs'));
    page.state.heard(server.draft.revision);
    await clock.pass(0);
    page.state.undo();
    expect(page.state.lost).toMatchObject({ step: 'undo', edit: { id: 'a' } });
    expect(textOf(page.state.flow, 'a')).toBe('theirs');
    page.state.undo();
    expect(textOf(page.state.flow, 'b')).toBe('dos');
    expect(page.state.canUndo).toBe(false);
  });
});

test('the echo of an own change is not read again, anything else that is told is', async () => {
  const { server, page, write, clock } = await opened();
  let reads = 0;
  const read = server.read.bind(server);
  server.read = () => {
    reads += 1;
    return read();
  };
  write('a', 'x');
  await clock.pass(600);
  page.state.heard(2);
  await clock.pass(0);
  expect(reads).toBe(0);
  server.draft = { ...server.draft, activeVersion: 1, status: 'published' };
  page.state.heard(2);
  await clock.pass(0);
  expect(page.state).toMatchObject({ activeVersion: 1, unpublished: false });
  write('a', 'y');
  expect(page.state.unpublished).toBe(true);
  await clock.pass(600);
  expect(page.state).toMatchObject({ status: 'saved', unpublished: true });
  expect(reads).toBe(1);
});

describe('two pages of one browser', () => {
  test('both save, and neither takes the other for gone', async () => {
    const { server, browser, page, write, clock } = await opened();
    server.isDown = true;
    write('a', 'one');
    server.isDown = false;
    const other = await browser.page();
    write('b', 'two', other);
    expect(textOf(other.state.flow, 'a')).toBe('uno');
    await clock.pass(600);
    await clock.pass(0);
    expect(['a', 'b'].map((id) => textOf(server.draft.flow, id))).toEqual(['one', 'two']);
    expect(page.state.status).toBe('saved');
    expect(browser.changes.items.size).toBe(0);
  });
});

describe('what the server does not take', () => {
  test('is shown, kept and tried again with the next change', async () => {
    const { server, page, write, clock } = await opened();
    server.next = [new ApiProblem('flow.unreadable', 422)];
    write('a', 'x');
    await clock.pass(600);
    expect(page.state).toMatchObject({ status: 'refused', problem: { code: 'flow.unreadable' }, pending: 1 });
    write('a', 'xy');
    await clock.pass(600);
    expect(page.state).toMatchObject({ status: 'saved', problem: null });
  });

  test('as the flow was archived, is kept in this browser', async () => {
    const { server, browser, page, write, clock } = await opened();
    server.next = [new ApiProblem('flow.not-found', 404)];
    write('a', 'x');
    await clock.pass(600);
    expect(page.state).toMatchObject({ status: 'gone', pending: 1 });
    expect(browser.changes.items.size).toBe(1);
  });

  test('over and over is not asked for ever', async () => {
    const { server, page, write, clock } = await opened();
    server.next = Array.from({ length: 50 }, () => new ApiProblem('flow.edit-conflict', 409));
    write('a', 'x');
    await clock.pass(10_000);
    expect(page.state).toMatchObject({ status: 'refused', problem: { code: 'flow.edit-conflict' } });
    expect(server.next.length).toBeGreaterThan(40);
  });
});

test('closing sends what waits', async () => {
  const { server, page, clock } = await opened();
  page.state.dispatch(renameFlow(page.state.flow!, 'Otro'));
  page.state.close();
  await clock.pass(0);
  expect(server.draft.flow.name).toBe('Otro');
  expect(page.state).toMatchObject({ flow: null, status: 'loading' });
});

test('problems are found a moment after each change, those of the channels when the server has it', async () => {
  const { server, page, clock } = await opened();
  server.issues = [
    { code: 'whatsapp.body-too-long', severity: 'error', message: '', node: 'b', path: '/nodes/1/config' },
  ];
  page.state.dispatch(removeNodes(page.state.flow!, ['a']));
  await clock.pass(2_000);
  expect(page.state.issues.at(-1)).toMatchObject({ code: 'whatsapp.body-too-long', path: '/nodes/0/config' });
  expect(page.state.issues.some(({ code }) => code === 'node.unknown')).toBe(true);
  server.issues = [];
  page.state.dispatch(say(page.state.flow!, 'b', 'short'));
  await clock.pass(300);
  expect(page.state.issues.some(({ code }) => code === 'whatsapp.body-too-long')).toBe(false);
});
