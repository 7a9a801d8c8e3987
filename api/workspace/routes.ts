import { Type } from '@sinclair/typebox';
import { InstantSchema, Slug } from '../../runtime/contract/index.ts';
import { pageAnswer, PageOf } from '../http/paging.ts';
import { noContent, ok, route } from '../http/route.ts';

const tag = 'Workspace';

const SecretParams = Type.Object({ name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_-]{0,63}$' }) });

const Words = Type.Array(Type.String());
const TextByLanguage = Type.Record(Type.String(), Type.String());
/** What is said by itself, and not by a flow. */
const TextName = Type.Union([Type.Literal('optedOut'), Type.Literal('optedIn'), Type.Literal('failed')]);
const GivenTexts = Type.Record(
  Type.String({ pattern: '^[a-z]{2}$' }),
  Type.String({ minLength: 1, maxLength: 1_024, pattern: '\\S' }),
  {
    additionalProperties: false,
    maxProperties: 30,
    description: 'By language, as `es`. A person hears their own, else that of the workspace',
  },
);
const WorkspaceAnswer = Type.Object(
  {
    id: Slug,
    name: Type.String(),
    businessName: Type.String(),
    flowsRevision: Type.Integer({ description: 'Rises whenever a flow is published or paused' }),
    botPaused: Type.Boolean(),
    timeZone: Type.String(),
    language: Type.String(),
    exitWords: Words,
    optOutWords: Words,
    optInWords: Words,
    texts: Type.Object(
      { optedOut: TextByLanguage, optedIn: TextByLanguage, failed: Type.Optional(TextByLanguage) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

export const workspaceRoutes = [
  route({
    on: 'GET /workspace',
    may: 'workspace.read',
    tag,
    summary: 'The workspace of this key or sign-in',
    answers: { 200: WorkspaceAnswer },
    async handle({ workspaceId }, { workspace }) {
      return ok(await workspace.read(workspaceId));
    },
  }),
  route({
    on: 'POST /workspace/pause',
    may: 'workspace.pause',
    tag,
    summary: 'Silence the whole bot, at once',
    answers: { 200: WorkspaceAnswer },
    async handle({ workspaceId }, { workspace }) {
      return ok(await workspace.setBotPaused(workspaceId, true));
    },
  }),
  route({
    on: 'POST /workspace/resume',
    may: 'workspace.pause',
    tag,
    summary: 'Let the bot answer again',
    answers: { 200: WorkspaceAnswer },
    async handle({ workspaceId }, { workspace }) {
      return ok(await workspace.setBotPaused(workspaceId, false));
    },
  }),
  route({
    on: 'PUT /workspace/texts/:text',
    may: 'workspace.edit',
    tag,
    summary: 'What the bot says by itself: after opting out, after opting in, and when a flow fails',
    params: Type.Object({ text: TextName }),
    body: GivenTexts,
    answers: { 200: WorkspaceAnswer },
    async handle({ workspaceId, params, body }, { workspace }) {
      return ok(await workspace.setText(workspaceId, params.text, body));
    },
  }),
  route({
    on: 'PUT /workspace/secrets/:name',
    may: 'secrets.write',
    tag,
    summary: 'Keep a secret that flows may name in their calls; it is never shown again',
    params: SecretParams,
    body: Type.Object({ value: Type.String({ minLength: 1, maxLength: 4_096 }) }, { additionalProperties: false }),
    answers: { 204: null },
    async handle({ workspaceId, params, body }, { workspace }) {
      await workspace.setSecret(workspaceId, params.name, body.value);
      return noContent();
    },
  }),
  route({
    on: 'GET /workspace/secrets',
    may: 'secrets.read',
    tag,
    summary: 'Names of the secrets that flows may use; the values are never shown',
    answers: {
      200: PageOf(Type.Object({ name: Type.String(), updatedAt: InstantSchema }, { additionalProperties: false })),
    },
    async handle({ workspaceId }, { workspace }) {
      // There are few: all of them are one page.
      return ok(pageAnswer({ rows: await workspace.secretNames(workspaceId) }));
    },
  }),
  route({
    on: 'DELETE /workspace/secrets/:name',
    may: 'secrets.write',
    tag,
    summary: 'Forget a secret; calls that name it fail',
    params: SecretParams,
    answers: { 204: null },
    async handle({ workspaceId, params }, { workspace }) {
      await workspace.removeSecret(workspaceId, params.name);
      return noContent();
    },
  }),
];
