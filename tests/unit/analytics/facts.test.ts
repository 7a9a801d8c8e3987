import { expect, test } from '@jest/globals';
import { countedOf, countKey, flowFactsOf, resultFactsOf } from '../../../api/analytics/facts.ts';
import { asId, type DomainEvent, type TraceEntry } from '../../../runtime/contract/index.ts';
import type { EventLot } from '../../../runtime/ports.ts';

const at = '2026-03-01T02:00:00.000Z';
const lot = (entries: TraceEntry[], events: DomainEvent[] = [], more: Partial<EventLot> = {}): EventLot => ({
  id: 'ch:ana:7',
  workspaceId: asId('w'),
  conversationId: asId('ch:ana'),
  contactId: asId('ana'),
  revision: 7,
  at,
  day: '2026-02-28',
  events,
  traces: entries.length ? [{ sessionId: 'ch:ana.1', flowId: 'f', flowVersion: 2, turn: 1, entries }] : [],
  ...more,
});
const entered = (node: string, port?: string, more: Partial<TraceEntry> = {}): TraceEntry => ({
  at,
  node,
  type: 'send-text',
  action: 'enter',
  ...(port !== undefined && { port }),
  ...more,
});

test('a way out is counted each time that it is taken, and a card each time that it is entered', () => {
  const facts = flowFactsOf(lot([entered('a', 'next'), entered('b', 'else'), entered('a', 'next'), entered('c')]));
  expect(facts).toEqual([
    {
      workspaceId: 'w',
      flowId: 'f',
      version: 2,
      day: '2026-02-28',
      conversationId: 'ch:ana',
      contactId: 'ana',
      revision: 7,
      sessions: {},
      counts: {
        'v:a': 2,
        'p:a:next': 2,
        'v:b': 1,
        'p:b:else': 1,
        'v:c': 1,
      },
    },
  ]);
});

test('a card that goes on after waiting was entered before, and is not entered again', () => {
  const [fact] = flowFactsOf(lot([entered('a', 'b_x1', { action: 'resume' })]));
  expect(fact?.counts).toEqual({ 'p:a:b_x1': 1 });
});

test('cards of a sub-flow are counted for that flow and the version that was played', () => {
  const facts = flowFactsOf(lot([entered('a'), entered('a', 'next', { flow: { id: 'sub', version: 5 } })]));
  expect(facts.map(({ flowId, version, counts }) => [flowId, version, counts])).toEqual([
    ['f', 2, { 'v:a': 1 }],
    ['sub', 5, { 'v:a': 1, 'p:a:next': 1 }],
  ]);
});

test('beginnings and ends of sessions are told apart, and where people were lost', () => {
  const session = { sessionId: 's', flowId: 'f', flowVersion: 2 };
  const ended = (
    reason: 'end' | 'expired' | 'replaced' | 'left' | 'paused' | 'closed',
    node?: string,
  ): DomainEvent => ({
    type: 'session.ended',
    ...session,
    reason,
    ...(node !== undefined && { node }),
  });
  const [fact] = flowFactsOf(
    lot(
      [entered('q', undefined, { action: 'resume', values: { exitWord: 'salir' } })],
      [
        { type: 'session.started', ...session, trigger: {} },
        ended('end'),
        ended('paused'),
        ended('closed', 'q'),
        ended('expired', 'q'),
        ended('replaced'),
        ended('left'),
        { type: 'session.failed', ...session, code: 'x', message: '', node: 'q' },
        { type: 'session.failed', ...session, code: 'x', message: '' },
      ],
    ),
  );
  expect(fact?.sessions).toEqual({ started: 1, ended: 3, expired: 1, replaced: 1, left: 1, failed: 2 });
  expect(fact?.counts).toEqual({ 'l:q': 1, 'x:q': 1, 'f:q': 1 });
});

test('a lot from before days were saved counts for the day of UTC; one that a status told counts for nothing', () => {
  const { day: _day, ...old } = lot([entered('a')]);
  expect(flowFactsOf(old).map(({ day }) => day)).toEqual(['2026-03-01']);
  const { revision: _revision, ...told } = lot([entered('a')]);
  expect(flowFactsOf(told)).toEqual([]);
  expect(flowFactsOf(lot([entered('a')], [], { contactId: null }))).toEqual([]);
  expect(resultFactsOf(told)).toEqual([]);
});

test('names of counts are fields of a document whatever ids hold, and are read back', () => {
  for (const node of ['n_1', 'a.b', '$a:b%c', 'x%3ay', ''])
    for (const counted of [
      { kind: 'pass', node, port: 'b.$:%' },
      { kind: 'visit', node },
      { kind: 'expired', node },
      { kind: 'failed', node },
      { kind: 'left', node },
    ] as const) {
      expect(countKey(counted)).not.toMatch(/[.$]/);
      expect(countedOf(countKey(counted))).toEqual(counted);
    }
  expect(countedOf('z:a')).toBeUndefined();
  expect(countedOf('p:a')).toBeUndefined();
  expect(countedOf('v')).toBeUndefined();
});

test('of a result the last value of a save stands, by category where it has one', () => {
  const saved = (name: string, value: string | number | null, category?: string): DomainEvent => ({
    type: 'result.saved',
    sessionId: 's',
    flowId: 'f',
    node: 'n',
    name,
    value,
    ...(category !== undefined && { category }),
  });
  const long = 'x'.repeat(121);
  const facts = resultFactsOf(
    lot(
      [],
      [
        saved('color', 'rojo', 'Rojo'),
        saved('nota', 3),
        saved('color', 'azul'),
        saved('texto', long),
        saved('no', null),
      ],
    ),
  );
  expect(facts.map(({ name, answer, isCategory, number, order }) => [name, answer, isCategory, number, order])).toEqual(
    [
      ['color', 'azul', false, undefined, `${at} 000000007 0002`],
      ['nota', '3', false, 3, `${at} 000000007 0001`],
      ['texto', 'x'.repeat(120), false, undefined, `${at} 000000007 0003`],
      ['no', 'null', false, undefined, `${at} 000000007 0004`],
    ],
  );
  expect(resultFactsOf(lot([], [saved('color', 'rojo', 'Rojo')]))[0]).toMatchObject({
    answer: 'Rojo',
    isCategory: true,
  });
});
