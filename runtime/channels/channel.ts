import type { TObject, Static } from '@sinclair/typebox';
import type {
  DeliveryError,
  DeliveryState,
  Instant,
  InboundMessage,
  Issue,
  Money,
  OutboundContent,
  ProviderTemplate,
} from '../contract/index.ts';

/** One of the names a person goes by. `key` is canonical: two spellings of one number have one key. */
export type Alias = {
  kind: 'phone' | 'bsuid' | 'username';
  /** Canonical form for matching: digits of the E.164 number with national variants folded, the id as it is, the name in lower case. */
  key: string;
  /** What to send to or show: E.164 for phones, else the provider's spelling. */
  value: string;
};

/** One update of a webhook, split from its envelope; stored on its own, so that one person can be erased. */
export type ChannelEvent = {
  /** Unique within the channel: `wamid`, `wamid:status`, else a hash. A repeat of the provider has the same. */
  id: string;
  /** This update alone as JSON text, in its envelope. */
  raw: string;
  at: Instant;
} & (
  | {
      kind: 'message';
      /** At least one, the surest first. */
      aliases: Alias[];
      profileName?: string;
      message: InboundMessage;
    }
  | {
      kind: 'status';
      providerMessageId: string;
      state: DeliveryState;
      /** What we sent along with the message: its effect id. */
      effectId?: string;
      error?: DeliveryError;
      pricing?: { billable?: boolean; model?: string; type?: string; category?: string };
      /** The person's names as the status tells them; may be empty. */
      aliases: Alias[];
    }
  /** The person told the provider to stop or resume marketing. */
  | { kind: 'preference'; aliases: Alias[]; category: 'marketing'; state: 'granted' | 'withdrawn' }
  /** The person called and nobody took it. */
  | { kind: 'missed-call'; aliases: Alias[] }
  /** A person of the business wrote from the phone's own app. */
  | { kind: 'echo'; aliases: Alias[]; message: InboundMessage }
  /** Account, template and whatever is not known yet: kept and shown, nothing more. */
  | {
      kind: 'notice';
      field: string;
      /** A line of English. */
      summary: string;
      /** Whom it concerns, where it names somebody: it is erased with them. */
      aliases?: Alias[];
    }
);

/** The result of asking the provider to send. `uncertain`: it may or may not have taken the message; never sent again blindly. */
export type SendOutcome =
  | { kind: 'accepted'; providerMessageId: string; alias?: Alias }
  | {
      kind: 'refused';
      error: DeliveryError;
      /** What the refusal means for further tries: again with backoff, never, or stop the channel until a person has mended it. */
      retry:
        { after: 'backoff'; atLeastMs: number; attempts: number } | { after: 'never' } | { after: 'configuration' };
    }
  | { kind: 'uncertain'; error: DeliveryError };

/** A file of a message that came in, fetched from the provider. */
export type FetchedMedia = { bytes: Uint8Array; mimeType: string };

/** What every channel adapter offers. Pure but for what takes `io`. */
export type Channel<Settings extends TObject = TObject> = {
  type: string;
  /** Settings of one connected number; fields named in `secrets` are encrypted at rest. */
  settings: Settings;
  secrets: readonly (keyof Static<Settings> & string)[];
  /** True when the signature proves that the provider sent exactly these bytes. */
  verify(
    request: { headers: { [name: string]: string | string[] | undefined }; rawBody: Uint8Array },
    settings: Static<Settings>,
  ): boolean;
  /** Splits a webhook's body into its updates. Never throws on JSON of any shape: what it does not know becomes a `notice`. */
  parse(body: unknown, receivedAt: Instant): ChannelEvent[];
  /** What the channel would refuse, found before asking it. */
  check(content: OutboundContent, at: Instant): Omit<Issue, 'node'>[];
  /** What the provider is expected to charge for a message; null when it is free or nobody knows. */
  price?(
    content: OutboundContent,
    about: { phone: string | null; windowOpen: boolean; at: Instant },
    settings: Static<Settings>,
  ): Money | null;
  /** The provider's own form of a message, without recipient. `mediaId` for files of ours that were uploaded. */
  render(content: OutboundContent, options: { mediaId?: string }): { [key: string]: unknown };
  send(message: OutgoingMessage, settings: Static<Settings>, io: ChannelIo): Promise<SendOutcome>;
  /** Blue ticks and, if asked, "typing…". Best effort: failures are returned, never thrown. */
  markRead(
    providerMessageId: string,
    options: { typing: boolean },
    settings: Static<Settings>,
    io: ChannelIo,
  ): Promise<boolean>;
  fetchMedia(
    media: { providerMediaId: string; url?: string; sha256?: string },
    settings: Static<Settings>,
    io: ChannelIo,
  ): Promise<FetchedMedia>;
  /** What is misconfigured, as far as one call each can tell, and how to mend it. */
  diagnose(settings: Static<Settings>, io: ChannelIo): Promise<ChannelFinding[]>;
  /** The templates that may be sent from this number. Never throws for what the provider says. */
  templates(settings: Static<Settings>, io: ChannelIo): Promise<ChannelTemplates>;
};

export type OutgoingMessage = {
  effectId: string;
  to: Alias;
  content: OutboundContent;
  /** Bytes of a file of ours, when `content` names one by `fileId`. */
  file?: { bytes: Uint8Array; mimeType: string; filename?: string };
  /** The message to quote. */
  quote?: string;
};

/** The way out to the provider; the composition root makes one per process. */
export type ChannelIo = {
  /** Base address and version of the provider's API, for example `https://graph.facebook.com` and `v25.0`. */
  baseUrl: string;
  version: string;
  signal?: AbortSignal;
};

/** `more`: there are further ones than were read. What is the matter when they could not be had is a finding as of `diagnose`. */
export type ChannelTemplates =
  { ok: true; templates: ProviderTemplate[]; more: boolean } | { ok: false; finding: ChannelFinding };

/** Codes of findings are keys of the catalogues (`channels.findings.{code}`), with what to do. */
export type ChannelFinding = { code: string; severity: 'error' | 'warning' | 'ok'; detail?: string };
