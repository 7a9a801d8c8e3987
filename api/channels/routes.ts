import { Type } from '@sinclair/typebox';
import { InstantSchema, JsonValue, ProviderTemplate, Slug, type ChannelId } from '../../runtime/contract/index.ts';
import { mayDo } from '../http/access.ts';
import { pageAnswer, PageOf, PageQuery, positionOf } from '../http/paging.ts';
import { created, ok, route } from '../http/route.ts';
import { ChannelStatusAnswer, LastError } from './service.ts';

const tag = 'Channels';
const ChannelParams = Type.Object({ channelId: Type.Unsafe<ChannelId>(Slug) });
const Name = Type.String({ minLength: 1, maxLength: 120 });
const Settings = Type.Record(Type.String({ maxLength: 64 }), JsonValue, {
  description: "As the channel's type wants them; they are checked against its own schema",
});
const ChannelAnswer = Type.Object(
  {
    id: Slug,
    type: Type.String(),
    name: Type.String(),
    paused: Type.Boolean(),
    settings: Type.Record(Type.String(), JsonValue, { description: 'Without secrets' }),
    secretsSet: Type.Array(Type.String()),
    lastWebhookAt: Type.Union([InstantSchema, Type.Null()]),
    lastSentAt: Type.Union([InstantSchema, Type.Null()], { description: 'When the provider last took a message' }),
    lastError: LastError,
  },
  { additionalProperties: false },
);

/** Where the caller reached us: what a webhook's address begins with while PUBLIC_URL is not set. */
const addressReached = (host: string | undefined, protocol: string | undefined): string =>
  `${protocol === 'https' ? 'https' : 'http'}://${/^[\w.:[\]-]{1,255}$/.test(host ?? '') ? host : 'localhost'}`;

export const channelRoutes = [
  route({
    on: 'GET /channels',
    may: 'channels.read',
    tag,
    summary: 'Connected numbers',
    query: Type.Object(PageQuery, { additionalProperties: false }),
    answers: { 200: PageOf(ChannelAnswer) },
    async handle({ workspaceId, query: { cursor, limit } }, { channels }) {
      const after = positionOf(cursor, 'string');
      return ok(pageAnswer(await channels.list(workspaceId, { limit, ...(after && { after: after.id }) })));
    },
  }),
  route({
    on: 'POST /channels',
    may: 'channels.edit',
    tag,
    summary: 'Connect a number; its webhook is then /webhooks/whatsapp/{id}',
    body: Type.Object(
      {
        id: Type.Unsafe<ChannelId>(Slug),
        type: Type.String({ minLength: 1, maxLength: 64, description: '`whatsapp-cloud`' }),
        name: Name,
        settings: Settings,
      },
      { additionalProperties: false },
    ),
    answers: { 201: ChannelAnswer },
    async handle({ workspaceId, body }, { channels }) {
      return created(await channels.connect(workspaceId, body), { location: `/api/v1/channels/${body.id}` });
    },
  }),
  route({
    on: 'PATCH /channels/:channelId',
    may: 'channels.edit',
    tag,
    summary: 'Change what is given of name and settings; secrets that are not given stay',
    params: ChannelParams,
    body: Type.Object(
      { name: Type.Optional(Name), settings: Type.Optional(Settings) },
      { additionalProperties: false, minProperties: 1 },
    ),
    answers: { 200: ChannelAnswer },
    async handle({ workspaceId, params, body }, { channels }) {
      return ok(await channels.change(workspaceId, params.channelId, body));
    },
  }),
  route({
    on: 'GET /channels/:channelId',
    may: 'channels.read',
    tag,
    summary: 'A connected number; its secrets stay behind',
    params: ChannelParams,
    answers: { 200: ChannelAnswer },
    async handle({ workspaceId, params }, { channels }) {
      return ok(await channels.read(workspaceId, params.channelId));
    },
  }),
  route({
    on: 'GET /channels/:channelId/status',
    may: 'channels.read',
    tag,
    summary: 'Where its webhook is, what it last heard and sent, what last went wrong, and what is misconfigured',
    params: ChannelParams,
    answers: { 200: ChannelStatusAnswer },
    async handle({ workspaceId, params, principal, header }, { channels }) {
      const mayEdit = mayDo(principal, 'channels.edit');
      const reached = addressReached(header('host'), header('x-forwarded-proto'));
      return ok(await channels.status(workspaceId, params.channelId, { mayEdit, reached }));
    },
  }),
  route({
    on: 'GET /channels/:channelId/templates',
    may: 'channels.read',
    tag,
    summary: "The message templates of this number's account, as the provider has them now",
    params: ChannelParams,
    answers: {
      200: Type.Object(
        {
          items: Type.Array(ProviderTemplate),
          more: Type.Boolean({ description: 'There are further ones: at most 500 are read' }),
        },
        { additionalProperties: false },
      ),
    },
    async handle({ workspaceId, params }, { channels }) {
      return ok(await channels.templates(workspaceId, params.channelId));
    },
  }),
  route({
    on: 'POST /channels/:channelId/pause',
    may: 'channels.pause',
    tag,
    summary: 'Send nothing over this channel; what comes in is kept',
    params: ChannelParams,
    answers: { 200: ChannelAnswer },
    async handle({ workspaceId, params }, { channels }) {
      return ok(await channels.setPaused(workspaceId, params.channelId, true));
    },
  }),
  route({
    on: 'POST /channels/:channelId/resume',
    may: 'channels.pause',
    tag,
    summary: 'Send over this channel again',
    params: ChannelParams,
    answers: { 200: ChannelAnswer },
    async handle({ workspaceId, params }, { channels }) {
      return ok(await channels.setPaused(workspaceId, params.channelId, false));
    },
  }),
];
