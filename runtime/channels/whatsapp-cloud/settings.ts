import { Type, type Static } from '@sinclair/typebox';

const Id = (description: string) => Type.String({ pattern: '^[0-9]{1,30}$', description });
const Secret = (description: string) => Type.String({ minLength: 1, maxLength: 1_000, description });

/** Settings of one WhatsApp number. Fields with a default may be left out of what is stored; `withDefaults` fills them in. */
export const WhatsAppCloudSettings = Type.Object(
  {
    phoneNumberId: Id('Id of the phone number, from the app dashboard; not the number itself'),
    wabaId: Id('Id of the WhatsApp Business account'),
    accessToken: Secret('Token of a system user with whatsapp_business_messaging and whatsapp_business_management'),
    appSecret: Secret("Secret of the Meta app; proves that a webhook is Meta's"),
    verifyToken: Secret('Any text of yours; Meta repeats it when the webhook address is saved'),
    /** Messages a second for answers of bots and people. Meta allows a number 80, more on request. */
    conversationPerSecond: Type.Integer({ minimum: 1, maximum: 10_000, default: 80 }),
    /** Messages a minute for campaigns and scheduled sends; taken from what the conversation lane leaves. */
    bulkPerMinute: Type.Integer({ minimum: 1, maximum: 600_000, default: 10 }),
    /** The same by the second; where it is given it counts instead. */
    bulkPerSecond: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    /** What one person may be sent: at most `burst` at once, one more every `refillSeconds`. */
    pairLimit: Type.Union(
      [
        Type.Literal('off'),
        Type.Object(
          {
            burst: Type.Integer({ minimum: 1, maximum: 1_000 }),
            refillSeconds: Type.Number({ exclusiveMinimum: 0, maximum: 3_600 }),
          },
          { additionalProperties: false },
        ),
      ],
      { default: { burst: 45, refillSeconds: 6 } },
    ),
    /** Bounds what a runaway flow can do to one person. */
    messagesPerContactAndDay: Type.Union([Type.Literal('off'), Type.Integer({ minimum: 1, maximum: 100_000 })], {
      default: 200,
    }),
    /** Blue ticks as soon as a flow or a person takes the message. */
    markRead: Type.Boolean({ default: true }),
    /** "typing…" while an answer is made; only together with blue ticks. */
    typing: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
);
export type WhatsAppCloudSettings = Static<typeof WhatsAppCloudSettings>;

/** The fields that are encrypted at rest and not shown again; the verify token alone is, to whoever may change it. */
export const secretSettings = ['accessToken', 'appSecret', 'verifyToken'] as const;

type Given = Pick<WhatsAppCloudSettings, 'phoneNumberId' | 'wabaId' | (typeof secretSettings)[number]> &
  Partial<WhatsAppCloudSettings>;

/** Settings with every default filled in. */
export function withDefaults(given: Given): WhatsAppCloudSettings {
  const defaults = Object.entries(WhatsAppCloudSettings.properties).flatMap(([name, schema]) =>
    'default' in schema ? [[name, structuredClone<unknown>(schema.default)]] : [],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

/** Messages a second of the bulk lane. */
export const bulkRate = ({ bulkPerSecond, bulkPerMinute }: WhatsAppCloudSettings): number =>
  bulkPerSecond ?? bulkPerMinute / 60;
