import { Type, type Static } from '@sinclair/typebox';
import { phoneAlias } from '../../runtime/channels/whatsapp-cloud/aliases.ts';
import {
  Considered,
  InboundContent,
  ProblemError,
  textOf,
  Why,
  type ChannelId,
  type ContactId,
  type Flow,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import { decide } from '../../runtime/conversations/triggering.ts';
import { startOf, whyInWords, type TriggerDecision, type Why as EngineWhy } from '../../runtime/engine/index.ts';
import type { ChannelRecord, FlowSource, PublishedFlow } from '../../runtime/ports.ts';
import type { ChannelRepository } from '../store/channels.ts';
import type { KnownPerson, PersonReader } from '../store/trigger-ground.ts';
import type { WorkspaceRepository } from '../store/workspaces.ts';

/** How many triggers an explanation lists: those that matched first, then those that would have. */
const mostListed = 200;

const strict = { additionalProperties: false };

export const ExplainRequest = Type.Object(
  {
    channelId: Type.Optional(Type.Unsafe<ChannelId>(Type.String({ minLength: 1, maxLength: 64 }))),
    contactId: Type.Optional(Type.Unsafe<ContactId>(Type.String({ minLength: 1, maxLength: 100 }))),
    phone: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: 'In place of a contact: a number' })),
    text: Type.Optional(Type.String({ maxLength: 4_096, description: 'What the person would write' })),
    content: Type.Optional(InboundContent),
    referral: Type.Optional(
      Type.Object(
        { source_id: Type.Optional(Type.String()), source_url: Type.Optional(Type.String()) },
        { ...strict, description: 'The ad or link that the person would come by' },
      ),
    ),
  },
  strict,
);
export type ExplainRequest = Static<typeof ExplainRequest>;

const Said = Type.Object({ ...Why.properties, text: Type.String({ description: 'In English' }) }, strict);
const Asked = Type.Object(
  {
    ...Considered.properties,
    flowName: Type.String(),
    kind: Type.String(),
    why: Said,
    lost: Type.Optional(Said),
  },
  strict,
);

export const Explanation = Type.Object(
  {
    channelId: Type.String(),
    contact: Type.Union([
      Type.Object(
        {
          id: Type.String(),
          name: Type.Union([Type.String(), Type.Null()]),
          phone: Type.Union([Type.String(), Type.Null()]),
        },
        strict,
      ),
      Type.Null(),
    ]),
    action: Type.Union([Type.Literal('begin'), Type.Literal('resume'), Type.Literal('keep'), Type.Literal('none')]),
    why: Said,
    leaves: Type.Boolean({ description: 'The session takes the message first and ends by it' }),
    winner: Type.Optional(
      Type.Object(
        { flowId: Type.String(), triggerId: Type.String(), kind: Type.String(), words: Type.String() },
        strict,
      ),
    ),
    goesTo: Type.Optional(
      Type.Object(
        {
          flowId: Type.String(),
          flowName: Type.String(),
          version: Type.Integer(),
          node: Type.Union([Type.String(), Type.Null()]),
          nodeName: Type.Union([Type.String(), Type.Null()]),
          nodeType: Type.Union([Type.String(), Type.Null()]),
        },
        { ...strict, description: 'The card where it would begin or go on' },
      ),
    ),
    considered: Type.Array(Asked),
    more: Type.Integer({ description: 'Further triggers that did not match' }),
  },
  strict,
);
export type Explanation = Static<typeof Explanation>;

export type TriggerServiceDeps = {
  workspaces: Pick<WorkspaceRepository, 'read'>;
  channels: Pick<ChannelRepository, 'list' | 'byId'>;
  published: FlowSource;
  people: PersonReader;
};

/** Who would answer, decided as a worker decides it and written nowhere. */
export class TriggerService {
  readonly #deps: TriggerServiceDeps;

  constructor(deps: TriggerServiceDeps) {
    this.#deps = deps;
  }

  /** Throws `contact.not-found` for an id that is none, `channel.not-found`; a number that nobody has is somebody new. */
  async explain(workspaceId: WorkspaceId, request: ExplainRequest): Promise<Explanation> {
    const { workspaces, published } = this.#deps;
    const workspace = await workspaces.read(workspaceId);
    if (!workspace) throw new ProblemError('channel.not-found', { channelId: request.channelId ?? '' });
    const person = await this.#person(workspaceId, request);
    const channel = await this.#channel(workspaceId, request.channelId ?? person?.conversation?.channelId);
    const flows = await published.published(workspaceId, workspace.flowsRevision);
    const flowVersion = (flowId: string, version: number) => published.version(workspaceId, flowId, version);
    const { content = { kind: 'text' as const, body: request.text ?? '' }, referral } = request;
    const state = person?.conversation;
    const decision = await decide(
      {
        kind: 'message',
        content,
        text: textOf(content),
        firstMessage: (state?.lastInboundAt ?? null) === null,
        ...(referral && { referral }),
      },
      {
        state,
        contact: person?.contact,
        world: { workspace, channel, flows, flowVersion },
        at: new Date().toISOString(),
      },
    );
    return explained(decision, { person, channel, flows, current: await waitsAt(person, flowVersion) });
  }

  async #person(workspaceId: WorkspaceId, request: ExplainRequest): Promise<KnownPerson | undefined> {
    const { contactId, phone, channelId } = request;
    if (contactId !== undefined) {
      const found = await this.#deps.people.find(workspaceId, { contactId }, channelId);
      if (!found) throw new ProblemError('contact.not-found', { contactId });
      return found;
    }
    const alias = phone === undefined ? undefined : phoneAlias(phone.replace(/[\s().-]/g, ''));
    return alias && this.#deps.people.find(workspaceId, { alias }, channelId);
  }

  /** The one that is named, else the workspace's first. */
  async #channel(workspaceId: WorkspaceId, channelId: ChannelId | undefined): Promise<ChannelRecord> {
    const id = channelId ?? (await this.#deps.channels.list(workspaceId, { limit: 1 }))[0]?.id;
    const channel = id === undefined ? undefined : await this.#deps.channels.byId(id);
    if (channel?.workspaceId !== workspaceId) throw new ProblemError('channel.not-found', { channelId: id ?? '' });
    return channel;
  }
}

type Place = { flow: Flow; version: number; node: string | undefined };

/** Where the session of somebody waits. */
async function waitsAt(
  person: KnownPerson | undefined,
  flowVersion: (flowId: string, version: number) => Promise<Flow | undefined>,
): Promise<Place | undefined> {
  const session = person?.conversation?.session;
  if (session?.status !== 'waiting') return undefined;
  const flow = await flowVersion(session.flowId, session.flowVersion);
  return flow && { flow, version: session.flowVersion, node: session.node ?? undefined };
}

function explained(
  { action, why, leaves, winner, considered }: TriggerDecision,
  ground: {
    person: KnownPerson | undefined;
    channel: ChannelRecord;
    flows: PublishedFlow[];
    current: Place | undefined;
  },
): Explanation {
  const { person, channel, flows, current } = ground;
  const flowOf = new Map(flows.map((one) => [one.flowId, one]));
  const begins = winner && flowOf.get(winner.flowId);
  const place: Place | undefined = begins
    ? { flow: begins.flow, version: begins.version, node: winner.trigger?.to ?? startOf(begins.flow) }
    : action === 'none' || leaves
      ? undefined
      : current;
  const listed = considered
    .toSorted((one, other) => weight(one) - weight(other))
    .slice(0, mostListed)
    .map(({ flowId, triggerId, lost, ...rest }) => ({
      ...rest,
      flowId,
      triggerId,
      flowName: flowOf.get(flowId)?.flow.name ?? flowId,
      kind: flowOf.get(flowId)?.flow.triggers.find(({ id }) => id === triggerId)?.kind ?? '',
      why: said(rest.why),
      ...(lost && { lost: said(lost) }),
    }));
  return {
    channelId: channel.id,
    contact: person ? { id: person.contact.id, name: person.contact.name, phone: person.contact.phone } : null,
    action,
    why: said(why),
    leaves,
    ...(winner?.trigger && {
      winner: {
        flowId: winner.flowId,
        triggerId: winner.trigger.id,
        kind: winner.trigger.kind,
        words: winner.words,
      },
    }),
    ...(place && { goesTo: shown(place) }),
    considered: listed,
    more: considered.length - listed.length,
  };
}

/** The winner, those that matched, those that something held back, and those that were about something else. */
const weight = ({ matched, lost, why }: TriggerDecision['considered'][number]): number =>
  matched ? (lost ? 1 : 0) : why.code === 'other-kind' ? 3 : 2;

const said = (why: EngineWhy) => ({ ...why, text: whyInWords(why) });

function shown({ flow, version, node: id }: Place) {
  const node = flow.nodes.find((one) => one.id === id);
  return {
    flowId: flow.id,
    flowName: flow.name,
    version,
    node: id ?? null,
    nodeName: node?.name ?? null,
    nodeType: node?.type ?? null,
  };
}
