import { expect, test } from '@jest/globals';
import { lineWidth, placed, portKey, spanOf, type Figures } from '../../../../editor/analytics/analytics.ts';
import { resultsCsv } from '../../../../editor/analytics/results-csv.ts';

const figures: Figures = {
  from: '2026-03-01',
  to: '2026-03-30',
  timeZone: 'America/Bogota',
  version: null,
  versions: [1],
  people: 3,
  edges: [
    { edge: 'e1', node: 'a', port: 'next', passes: 9, people: 2 },
    { edge: null, node: 'gone', port: 'next', passes: 4, people: 3 },
  ],
  cards: [],
  days: [],
  results: [],
};

test('a line is found by its id, a way out by card and port, also where no line is', () => {
  const { edges, ports, most } = placed(figures);
  expect([...edges.keys()]).toEqual(['e1']);
  expect(ports.get(portKey('gone', 'next'))?.passes).toBe(4);
  expect(most).toEqual({ passes: 9, people: 3 });
  expect(placed({ ...figures, edges: [] }).most).toEqual({ passes: 0, people: 0 });
});

test('a line grows with its share, and one that nobody went along stays thin', () => {
  expect([lineWidth(0, 10), lineWidth(10, 10), lineWidth(0, 0)]).toEqual([1.5, 10, 1.5]);
  expect(lineWidth(5, 10)).toBeGreaterThan(lineWidth(1, 10));
});

test('a period ends today in the zone of the workspace, and has so many days', () => {
  const now = Date.parse('2026-03-02T03:00:00.000Z');
  expect(spanOf(1, now, 'America/Bogota')).toEqual({ from: '2026-03-01', to: '2026-03-01' });
  expect(spanOf(7, now, 'UTC')).toEqual({ from: '2026-02-24', to: '2026-03-02' });
});

test('results are a table whose cells are words, also where an answer looks like a formula', () => {
  const answers = [
    { answer: '=1+1', isCategory: false, people: 1 },
    { answer: 'a "b", c', isCategory: true, people: 3 },
  ];
  expect(resultsCsv(['r', 'a', 'p', 's'], [{ name: 'nota', people: 4, answers, numbers: null }])).toBe(
    '\uFEFFr,a,p,s\r\nnota,\'=1+1,1,0.2500\r\nnota,"a ""b"", c",3,0.7500\r\n',
  );
});
