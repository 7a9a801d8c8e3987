import { Type } from '@sinclair/typebox';
import { FlowParams } from '../flows/answers.ts';
import { ok, route } from '../http/route.ts';
import { mostDays } from './service.ts';

const strict = { additionalProperties: false };
const Day = Type.String({
  pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  description: "A day of the workspace's zone",
});
const Figure = Type.Integer({ minimum: 0 });
const Count = Type.Object({ times: Figure, people: Figure }, strict);

const ResultsAnswer = Type.Array(
  Type.Object(
    {
      name: Type.String(),
      people: Figure,
      answers: Type.Array(Type.Object({ answer: Type.String(), isCategory: Type.Boolean(), people: Figure }, strict), {
        description: 'Categories, else values in a few words; the most frequent first, 50 at most',
      }),
      numbers: Type.Union(
        [
          Type.Object({ people: Figure, average: Type.Number(), least: Type.Number(), most: Type.Number() }, strict),
          Type.Null(),
        ],
        { description: 'Of those whose value is a number' },
      ),
    },
    strict,
  ),
  { description: 'What people last answered, of those who answered in these days, in whichever version' },
);

const FlowAnalyticsAnswer = Type.Object(
  {
    from: Day,
    to: Day,
    timeZone: Type.String(),
    version: Type.Union([Type.Integer(), Type.Null()], { description: 'Null: all versions together' }),
    versions: Type.Array(Type.Integer(), { description: 'Those that somebody passed through in these days' }),
    people: Figure,
    edges: Type.Array(
      Type.Object(
        {
          edge: Type.Union([Type.String(), Type.Null()], {
            description: 'The line that begins there, in the version asked for, else in the draft; null without one',
          }),
          node: Type.String(),
          port: Type.String(),
          passes: Figure,
          people: Figure,
        },
        strict,
      ),
    ),
    cards: Type.Array(
      Type.Object(
        {
          node: Type.String(),
          visits: Figure,
          people: Figure,
          waiting: Type.Integer({ minimum: 0, description: 'People who wait there now' }),
          expired: Count,
          failed: Count,
          left: Count,
        },
        strict,
      ),
      { description: 'Cards by id, also those that newer versions no longer have' },
    ),
    days: Type.Array(
      Type.Object(
        {
          day: Day,
          people: Figure,
          started: Figure,
          ended: Figure,
          failed: Figure,
          expired: Figure,
          left: Figure,
          replaced: Figure,
        },
        strict,
      ),
    ),
    results: ResultsAnswer,
  },
  strict,
);

export const analyticsRoutes = [
  route({
    on: 'GET /flows/:flowId/analytics',
    may: 'flows.read',
    tag: 'Flows',
    summary: `How people went through the flow: each way out and card, by passes and by people; at most ${mostDays} days`,
    params: FlowParams,
    query: Type.Object(
      {
        from: Type.Optional(Day),
        to: Type.Optional(Day),
        version: Type.Optional(Type.Integer({ minimum: 1 })),
      },
      strict,
    ),
    answers: { 200: FlowAnalyticsAnswer },
    async handle({ workspaceId, params: { flowId }, query: { from, to, version } }, { analytics }) {
      const asked = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      return ok(await analytics.flow(workspaceId, flowId, { ...asked, ...(version !== undefined && { version }) }));
    },
  }),
];
