import type { Connection } from 'mongoose';
import { sessionCounts } from '../analytics/facts.ts';
import type { AnalyticsReader, Count, DayFigures, ResultFigures, Span } from '../analytics/service.ts';
import type { FlowFactDocument, ResultFactDocument } from './flow-facts.ts';

/** Rows of one step through the facts; between two others have their turn. */
const batchSize = 2_000;
/** Answers of a result by name; the rarest beyond them are left out. */
const mostAnswers = 50;
/** Looking at the same figures again costs nothing for so long: a page of many people asks often. */
const freshMs = 5_000;
const mostKnown = 50;

/** The figures of flows: the facts of a period are read once and added up here, which costs less than doing it row by row in the store. */
export function createAnalyticsReader(connection: Connection, now: () => number = Date.now): AnalyticsReader {
  const facts = connection.collection<FlowFactDocument>('flowFacts');
  const results = connection.collection<ResultFactDocument>('resultFacts');
  const known = new Map<string, { at: number; figures: ReturnType<AnalyticsReader['flow']> }>();

  async function add(workspaceId: string, flowId: string, { from, to, version }: Span) {
    const everybody = new Set<string>();
    const counts = new Map<string, { times: number; people: Set<string> }>();
    const days = new Map<string, { figures: DayFigures; people: Set<string> }>();
    const versions = new Set<number>();
    const cursor = facts.find(
      { workspaceId, flowId, day: { $gte: from, $lte: to }, ...(version !== undefined && { version }) },
      { projection: { _id: 0, contactId: 1, day: 1, version: 1, counts: 1, sessions: 1 }, batchSize },
    );
    for await (const { contactId, day, version: of, counts: counted = {}, sessions = {} } of cursor) {
      everybody.add(contactId);
      versions.add(of);
      for (const [key, times] of Object.entries(counted)) {
        const count = counts.get(key);
        if (count) {
          count.times += times;
          count.people.add(contactId);
        } else counts.set(key, { times, people: new Set([contactId]) });
      }
      let today = days.get(day);
      if (!today) days.set(day, (today = { figures: emptyDay(day), people: new Set() }));
      today.people.add(contactId);
      for (const how of sessionCounts) today.figures[how] += sessions[how] ?? 0;
    }
    return {
      people: everybody.size,
      counts: new Map(
        [...counts].map(([key, { times, people }]): [string, Count] => [key, { times, people: people.size }]),
      ),
      days: [...days.values()]
        .map(({ figures, people }) => ({ ...figures, people: people.size }))
        .sort((one, other) => (one.day < other.day ? -1 : 1)),
      versions: [...versions].sort((one, other) => one - other),
    };
  }

  return {
    flow(workspaceId, flowId, span) {
      const key = JSON.stringify([workspaceId, flowId, span]);
      const before = known.get(key);
      if (before && now() - before.at < freshMs) return before.figures;
      const figures = add(workspaceId, flowId, span);
      known.delete(key);
      known.set(key, { at: now(), figures });
      figures.catch(() => known.delete(key));
      for (const oldest of known.keys()) {
        if (known.size <= mostKnown) break;
        known.delete(oldest);
      }
      return figures;
    },

    async results(workspaceId, flowId, { from, to }) {
      const among = { $match: { workspaceId, flowId, day: { $gte: from, $lte: to } } };
      const [answers, numbers] = await Promise.all([
        results
          .aggregate<{ _id: { name: string; answer: string; isCategory: boolean }; people: number }>([
            among,
            {
              $group: { _id: { name: '$name', answer: '$answer', isCategory: '$isCategory' }, people: { $sum: 1 } },
            },
            { $sort: { '_id.name': 1, people: -1, '_id.answer': 1 } },
          ])
          .toArray(),
        results
          .aggregate<{ _id: string; people: number; average: number; least: number; most: number }>([
            { $match: { ...among.$match, number: { $exists: true } } },
            {
              $group: {
                _id: '$name',
                people: { $sum: 1 },
                average: { $avg: '$number' },
                least: { $min: '$number' },
                most: { $max: '$number' },
              },
            },
          ])
          .toArray(),
      ]);
      const byName = new Map<string, ResultFigures>();
      for (const { _id, people } of answers) {
        const { name, answer, isCategory } = _id;
        let figures = byName.get(name);
        if (!figures) byName.set(name, (figures = { name, people: 0, answers: [], numbers: null }));
        figures.people += people;
        if (figures.answers.length < mostAnswers) figures.answers.push({ answer, isCategory, people });
      }
      for (const { _id: name, ...of } of numbers) {
        const figures = byName.get(name);
        if (figures) figures.numbers = of;
      }
      return [...byName.values()];
    },
  };
}

const emptyDay = (day: string): DayFigures => ({
  day,
  people: 0,
  started: 0,
  ended: 0,
  failed: 0,
  expired: 0,
  left: 0,
  replaced: 0,
});
