import { holds, messageLimits, valueAt, type Instant, type LimitRow } from '../../contract/index.ts';

const buttonsPage = 'Interactive reply buttons messages';
const listPage = 'Interactive list messages';
const mediaPage = 'Media (Cloud API reference)';
const templatePage = 'Template components';
const templateLimits = 'Templates overview';
const throughputPage = 'Messaging throughput';
const megabyte = 1024 * 1024;

/**
 * Every limit of WhatsApp, oldest row first. Units are in the names; texts count UTF-16 units, which is never less than what Meta
 * counts. A limit that changes gets a further row with its date, and both stay.
 */
export const limits = {
  ...messageLimits,
  'callback-data.characters': holds('Messages (Cloud API reference)', 512),

  'button.id.characters': holds(buttonsPage, 256),
  'list.row-id.characters': holds(listPage, 200),

  'media.image.bytes': holds(mediaPage, 5 * megabyte),
  'media.video.bytes': holds(mediaPage, 16 * megabyte),
  'media.audio.bytes': holds(mediaPage, 16 * megabyte),
  'media.voice.bytes': holds(mediaPage, 16 * megabyte),
  'media.document.bytes': holds(mediaPage, 100 * megabyte),
  'media.sticker.bytes': holds(mediaPage, 500 * 1024),
  'media.sticker-static.bytes': holds(mediaPage, 100 * 1024),
  /** Larger voice messages show a download icon instead of a play icon. */
  'media.voice-playable.bytes': holds('Audio messages', 512 * 1024),
  'media.inbound.bytes': holds(mediaPage, 100 * megabyte),
  'media.url.seconds': holds(mediaPage, 300),
  'media.uploaded-id.days': holds(mediaPage, 30),
  'media.inbound-id.days': [
    { value: 30, from: '2022-01-01', source: mediaPage },
    { value: 7, from: '2025-10-09', source: 'Changelog' },
  ],

  'throughput.per-second': holds(throughputPage, 80),
  'throughput.high.per-second': holds(throughputPage, 1_000),
  'throughput.coexistence.per-second': holds('Onboarding WhatsApp Business app users', 20),
  'pair.burst.messages': holds('Pair rate limits', 45),
  'pair.refill.seconds': holds('Pair rate limits', 6),
  'management.per-hour': holds('Rate limits', 200),
  'management.active.per-hour': holds('Rate limits', 5_000),
  'window.hours': holds('Customer service windows', 24),
  'free-entry-point.hours': holds('Pricing: free entry points', 72),
  'typing.seconds': holds('Typing indicators', 25),
  'webhook.bytes': holds('Webhooks', 3 * megabyte),
  'webhook.updates': holds('Webhooks', 1_000),

  'template.name.characters': holds(templateLimits, 512),
  'template.footer.characters': holds(templatePage, 60),
  'template.buttons.count': holds(templatePage, 10),
  'template.url-buttons.count': holds(templatePage, 2),
  'template.phone-buttons.count': holds(templatePage, 1),
  'template.button.characters': holds(templatePage, 25),
  'template.button-url.characters': holds(templatePage, 2_000),
  'templates.per-account': holds(templateLimits, 250),
  'templates.per-verified-account': holds(templateLimits, 6_000),
  'templates.creations.per-hour': holds(templateLimits, 100),
  'templates.edits-approved.per-day': holds(templateLimits, 1),
  'templates.edits-approved.per-month': holds(templateLimits, 10),

  'profile.about.characters': holds('Business profiles', 139),
  'profile.address.characters': holds('Business profiles', 256),
  'profile.description.characters': holds('Business profiles', 512),
  'profile.email.characters': holds('Business profiles', 128),
  'profile.websites.count': holds('Business profiles', 2),
} as const satisfies { readonly [name: string]: readonly LimitRow[] };

export type LimitName = keyof typeof limits;

/** The limit that holds at an instant; before its first date the first known one. */
export const limitAt = (name: LimitName, at: Instant): number => valueAt(limits[name], at);

/** MIME types that may be sent, by kind (Meta: "Media"). `document` takes these and, in practice, any other. */
export const mediaTypes = {
  image: ['image/jpeg', 'image/png'],
  video: ['video/mp4', 'video/3gpp'],
  audio: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
  voice: ['audio/ogg'],
  document: [
    'text/plain',
    'application/pdf',
    'application/msword',
    'application/vnd.ms-excel',
    'application/vnd.ms-powerpoint',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ],
  sticker: ['image/webp'],
} as const;

/**
 * How many different people a business portfolio may write to first within 24 hours (Meta: "Messaging limits"; per portfolio since
 * 2025-10-07). The name is what the provider calls the step; the older ones are kept because numbers still show them.
 */
export const portfolioTiers: readonly { tier: string; people: number; from: string; source: string }[] = [
  { tier: 'TIER_50', people: 50, from: '2022-01-01', source: 'Messaging limits' },
  { tier: 'TIER_250', people: 250, from: '2022-01-01', source: 'Messaging limits' },
  { tier: 'TIER_1K', people: 1_000, from: '2022-01-01', source: 'Messaging limits' },
  { tier: 'TIER_2K', people: 2_000, from: '2025-10-07', source: 'Messaging limits' },
  { tier: 'TIER_10K', people: 10_000, from: '2022-01-01', source: 'Messaging limits' },
  { tier: 'TIER_100K', people: 100_000, from: '2022-01-01', source: 'Messaging limits' },
  { tier: 'TIER_UNLIMITED', people: Number.POSITIVE_INFINITY, from: '2022-01-01', source: 'Messaging limits' },
];
