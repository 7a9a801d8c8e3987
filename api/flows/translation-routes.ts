import { Type } from '@sinclair/typebox';
import { ok, route } from '../http/route.ts';
import { FlowParams, tag } from './answers.ts';

const strict = { additionalProperties: false };
const Place = Type.Object({ node: Type.String(), key: Type.String() }, strict);
const TranslationReportAnswer = Type.Object(
  {
    revision: Type.Integer({ description: 'Of the draft, as it is now' }),
    report: Type.Object(
      {
        changed: Type.Integer({ description: 'Texts that are new or other than before' }),
        unchanged: Type.Integer(),
        unknown: Type.Array(Place, { description: 'Rows whose card or text is not in the flow' }),
        outdated: Type.Array(Place, {
          description: 'Rows that translate words which have changed since; taken all the same',
        }),
        languages: Type.Array(Type.String(), { description: 'Columns that are no language of the flow: left out' }),
      },
      strict,
    ),
  },
  strict,
);

export const translationRoutes = [
  route({
    on: 'GET /flows/:flowId/translations',
    may: 'flows.read',
    tag,
    summary: "The draft's texts as CSV: card, text, the words as written, and a column for each other language",
    params: FlowParams,
    answers: { 200: 'text/csv' },
    async handle({ workspaceId, params: { flowId } }, { translations }) {
      return {
        status: 200,
        body: Buffer.from(await translations.csv(workspaceId, flowId)),
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${flowId}.csv"`,
        },
      };
    },
  }),
  route({
    on: 'POST /flows/:flowId/translations',
    may: 'flows.edit',
    tag,
    summary: "Lay the translations of such a file over the draft's; empty cells take nothing away",
    params: FlowParams,
    body: Type.Object({ csv: Type.String({ minLength: 1, maxLength: 4_000_000 }) }, strict),
    bodyLimit: 8_000_000,
    answers: { 200: TranslationReportAnswer },
    async handle({ workspaceId, params: { flowId }, body: { csv }, principal }, { translations }) {
      return ok(await translations.read(workspaceId, flowId, csv, principal.id));
    },
  }),
];
