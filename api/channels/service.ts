import { Type, type Static } from '@sinclair/typebox';
import {
  InstantSchema,
  ProblemError,
  Slug,
  type ChannelId,
  type Json,
  type ProviderTemplate,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import { channels as channelTypes, type ChannelFinding, type ChannelTemplates } from '../../runtime/channels/index.ts';
import { pageFrom, type Page } from '../http/paging.ts';
import { createSchemaCompiler } from '../http/schema.ts';
import { announceToNobody, type Announce } from '../sockets/topics.ts';
import { announceChannel, type ChannelRepository, type ChannelView } from '../store/channels.ts';

/** What is right or wrong with a channel. */
export const Finding = Type.Object(
  {
    code: Type.String({ description: 'Stable; screens translate it' }),
    severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('ok')]),
    detail: Type.Optional(Type.String()),
    mend: Type.Optional(Type.String({ description: 'What to do about it, in English' })),
  },
  { additionalProperties: false },
);
export type Finding = Static<typeof Finding>;

export const LastError = Type.Union([
  Type.Object(
    {
      at: InstantSchema,
      code: Type.String(),
      message: Type.String(),
      mended: Type.Boolean({ description: 'The same has succeeded since' }),
    },
    { additionalProperties: false },
  ),
  Type.Null(),
]);

export const ChannelStatusAnswer = Type.Object(
  {
    id: Slug,
    paused: Type.Boolean(),
    webhookUrl: Type.String({ description: 'What the provider is to be told: below PUBLIC_URL, or as you reached us' }),
    verifyToken: Type.Union([Type.String(), Type.Null()], { description: 'Shown to whoever may edit channels' }),
    lastWebhookAt: Type.Union([InstantSchema, Type.Null()]),
    lastSentAt: Type.Union([InstantSchema, Type.Null()]),
    lastError: LastError,
    findings: Type.Array(Finding),
  },
  { additionalProperties: false },
);
export type ChannelStatusAnswer = Static<typeof ChannelStatusAnswer>;

export interface ChannelStatus {
  /** Asks the provider, with the channel's own settings, what is misconfigured. Never throws for what the provider says. */
  diagnose(channelId: ChannelId): Promise<ChannelFinding[]>;
  /** Asks the provider for the templates of the channel's account. Never throws for what the provider says. */
  templates(channelId: ChannelId): Promise<ChannelTemplates>;
}

export type ChannelServiceDeps = {
  channels: ChannelRepository;
  channelStatus: ChannelStatus;
  /** PUBLIC_URL. */
  publicUrl?: string;
  announce?: Announce;
};
export type NewChannel = { id: ChannelId; type: string; name: string; settings: { [name: string]: Json } };

export class ChannelService {
  readonly #channels: ChannelRepository;
  readonly #status: ChannelStatus;
  readonly #compile = createSchemaCompiler();

  readonly #announce: Announce;
  readonly #publicUrl: string | undefined;

  constructor({ channels, channelStatus, publicUrl, announce = announceToNobody }: ChannelServiceDeps) {
    this.#announce = announce;
    this.#publicUrl = publicUrl;
    this.#channels = channels;
    this.#status = channelStatus;
  }

  async list(
    workspaceId: WorkspaceId,
    { after, limit }: { after?: string; limit: number },
  ): Promise<Page<ChannelView>> {
    const rows = await this.#channels.list(workspaceId, { limit: limit + 1, ...(after !== undefined && { after }) });
    return pageFrom(rows, limit, ({ id }) => ({ key: id, id }));
  }

  async read(workspaceId: WorkspaceId, channelId: ChannelId): Promise<ChannelView> {
    return known(await this.#channels.read(workspaceId, channelId), channelId);
  }

  /** Where its webhook is, what it last heard and sent, what last went wrong, and what the provider says of its settings. */
  async status(
    workspaceId: WorkspaceId,
    channelId: ChannelId,
    { mayEdit, reached }: { mayEdit: boolean; reached: string },
  ): Promise<ChannelStatusAnswer> {
    const { id, type, paused, lastWebhookAt, lastSentAt, lastError } = await this.read(workspaceId, channelId);
    const [found, record] = await Promise.all([
      this.#status.diagnose(channelId),
      mayEdit ? this.#channels.byId(channelId) : undefined,
    ]);
    const verifyToken = record?.settings['verifyToken'];
    const findings: ChannelFinding[] = [
      ...(paused ? [{ code: 'paused', severity: 'warning' } as const] : []),
      ...(lastWebhookAt === null ? [{ code: 'no-webhook-yet', severity: 'warning' } as const] : []),
      ...found,
    ];
    return {
      id,
      paused,
      webhookUrl: `${(this.#publicUrl ?? reached).replace(/\/$/, '')}/webhooks/${type.split('-', 1)[0]}/${id}`,
      verifyToken: typeof verifyToken === 'string' ? verifyToken : null,
      lastWebhookAt,
      lastSentAt,
      lastError,
      findings: findings.map((finding) => ({
        ...finding,
        ...(mending[finding.code] !== undefined && { mend: mending[finding.code] }),
      })),
    };
  }

  /** The provider's own templates of the channel's account. Throws `channel.templates-unavailable`. */
  async templates(
    workspaceId: WorkspaceId,
    channelId: ChannelId,
  ): Promise<{ items: ProviderTemplate[]; more: boolean }> {
    await this.read(workspaceId, channelId);
    const told = await this.#status.templates(channelId);
    if (told.ok) return { items: told.templates, more: told.more };
    const { code, detail = code } = told.finding;
    throw new ProblemError('channel.templates-unavailable', { finding: code, detail });
  }

  /** Connects a number. Throws `channel.settings-invalid`, `channel.exists`. */
  async connect(workspaceId: WorkspaceId, { id, type, name, settings }: NewChannel): Promise<ChannelView> {
    const made = await this.#channels.create(workspaceId, { id, type, name, settings: this.#checked(type, settings) });
    if (!made) throw new ProblemError('channel.exists', { channelId: id });
    announceChannel(this.#announce, workspaceId, id);
    return this.read(workspaceId, id);
  }

  /** Changes the settings that are given; those that are not, secrets among them, stay as they are. */
  async change(
    workspaceId: WorkspaceId,
    channelId: ChannelId,
    { name, settings = {} }: { name?: string; settings?: { [name: string]: Json } },
  ): Promise<ChannelView> {
    await this.read(workspaceId, channelId);
    const now = await this.#channels.byId(channelId);
    if (!now) throw new ProblemError('channel.not-found', { channelId });
    const changed = {
      type: now.type,
      name: name ?? now.name,
      settings: this.#checked(now.type, { ...(now.settings as { [name: string]: Json }), ...settings }),
    };
    const channel = known(await this.#channels.update(workspaceId, channelId, changed), channelId);
    announceChannel(this.#announce, workspaceId, channelId);
    return channel;
  }

  /** Settings as this kind of channel wants them, with its defaults. */
  #checked(type: string, settings: { [name: string]: Json }): { [name: string]: unknown } {
    const channelType = channelTypes.get(type);
    if (!channelType)
      throw new ProblemError('channel.settings-invalid', {
        issues: [{ path: '/type', message: `must be one of ${[...channelTypes.keys()].join(', ')}` }],
      });
    const defaults = Object.entries(channelType.settings.properties).flatMap(([name, schema]) =>
      'default' in schema ? [[name, structuredClone<unknown>(schema.default)]] : [],
    );
    const whole = { ...(Object.fromEntries(defaults) as { [name: string]: unknown }), ...settings };
    const checked = this.#compile(channelType.settings)(whole);
    if (!checked.ok)
      throw new ProblemError('channel.settings-invalid', {
        issues: checked.issues.map(({ path, message }) => ({ path: `/settings${path}`, message })),
      });
    return whole;
  }

  async setPaused(workspaceId: WorkspaceId, channelId: ChannelId, paused: boolean): Promise<ChannelView> {
    const channel = known(await this.#channels.setPaused(workspaceId, channelId, paused), channelId);
    announceChannel(this.#announce, workspaceId, channelId);
    return channel;
  }
}

/** What to do about each finding; screens have the same in the reader's language, under the finding's code. */
const mending: { [code: string]: string | undefined } = {
  paused: 'The channel is paused: nothing is sent. Resume it when you want it to answer.',
  'no-webhook-yet':
    "No webhook has come yet. In the Meta app, under WhatsApp > Configuration, enter this channel's webhook address and verify token, and subscribe to `messages`.",
  'token-invalid': 'Make a new token of a system user in Meta Business settings and enter it in the channel.',
  'permission-missing':
    'Give the token whatsapp_business_messaging and whatsapp_business_management, and the system user access to the account.',
  'number-not-found': 'Compare the phone number id with the one in the Meta app under WhatsApp > API setup.',
  'account-not-found':
    'Compare the WhatsApp Business account id with the one in the Meta app under WhatsApp > API setup.',
  'number-not-connected': 'Register the number with the Cloud API, or see in WhatsApp Manager why it is not connected.',
  'quality-low': 'Many people block or report this number. Write less, and only to those who want it.',
  'webhook-not-subscribed': 'Subscribe the app to the WhatsApp Business account, so that its webhooks come here.',
  'app-secret-implausible':
    "An app secret has 32 hexadecimal digits. Compare it with the Meta app's, under App settings > Basic.",
  'api-unreachable': 'This machine cannot reach the Graph API: look at its network, proxy and DNS.',
  'api-error': 'The Graph API refused; what it said is in the detail.',
};

function known(channel: ChannelView | undefined, channelId: string): ChannelView {
  if (!channel) throw new ProblemError('channel.not-found', { channelId });
  return channel;
}
