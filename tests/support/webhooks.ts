import { createHmac } from 'node:crypto';
import { Pool } from 'undici';

/** The demo channel, as the black-box contract names it. */
export const demoChannel = {
  id: 'demo-whatsapp',
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  appSecret: 'demo-app-secret',
} as const;

export const demoApiKey = 'cauce_demo_key';

/** A body and the signature the provider would send with it. */
export type Webhook = { body: string; signature: string };

export type TextWebhook = {
  /** Digits, as the provider writes a number (`waId`). */
  from: string;
  wamid: string;
  text: string;
  /** Unix seconds; now without it. */
  timestamp?: number;
};

export type StatusUpdate = {
  wamid: string;
  /** Digits. */
  recipient: string;
  effectId: string;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  timestamp?: number;
};

const seconds = (): number => Math.floor(Date.now() / 1000);

export const sign = (body: string, secret: string = demoChannel.appSecret): Webhook => ({
  body,
  signature: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});

/** Concatenated and not built from objects: benches make thousands a second. */
const envelope = (value: string): string =>
  `{"object":"whatsapp_business_account","entry":[{"id":"${demoChannel.wabaId}","changes":[{"field":"messages","value":{` +
  `"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550000001","phone_number_id":"${demoChannel.phoneNumberId}"},` +
  `${value}}}]}]}`;

/** What the provider posts when a person writes a text. */
export const textWebhook = ({ from, wamid, text, timestamp = seconds() }: TextWebhook): Webhook =>
  sign(
    envelope(
      `"contacts":[{"profile":{"name":"Persona ${from.slice(-5)}"},"wa_id":"${from}"}],` +
        `"messages":[{"from":"${from}","id":"${wamid}","timestamp":"${timestamp}","type":"text","text":{"body":${JSON.stringify(text)}}}]`,
    ),
  );

/** What the provider posts when messages of ours were sent, delivered or read; several in one envelope. */
export const statusWebhook = (updates: StatusUpdate[]): Webhook =>
  sign(
    envelope(
      `"statuses":${JSON.stringify(
        updates.map(({ wamid, recipient, effectId, status, timestamp = seconds() }) => ({
          id: wamid,
          status,
          timestamp: String(timestamp),
          recipient_id: recipient,
          biz_opaque_callback_data: effectId,
          ...(status === 'failed' && { errors: [{ code: 131026, title: 'Message undeliverable' }] }),
        })),
      )}`,
    ),
  );

/**
 * A made-up number, digits only. Colombian mobiles (57 3xx), a country whose numbers have a single spelling, so that what goes
 * out is what came in. Good for 10 million people.
 */
export const madeUpNumber = (index: number): string => `57300${String(index).padStart(7, '0')}`;

/** Unique for each run, contact and message; the provider's own look is base64 after the dot. */
export const wamidFor = (run: string, contact: number, sequence: number): string =>
  `wamid.${Buffer.from(`${run}/${contact}/${sequence}`).toString('base64')}`;

export type WebhookSender = {
  /** The HTTP status. Rejects when the connection was refused or broke, or nothing came back in time. */
  post(webhook: Webhook): Promise<number>;
  close(): Promise<void>;
};

/** Posts webhooks over a pool of kept connections, one request at a time on each, and reads nothing but the status. */
export function webhookSender(
  origin: string,
  { connections = 64, timeoutMs = 10_000, channelId = demoChannel.id as string } = {},
): WebhookSender {
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connectTimeout: 2_000,
  });
  const path = `/webhooks/whatsapp/${channelId}`;
  return {
    post: ({ body, signature }) =>
      new Promise((resolve, reject) => {
        let status = 0;
        pool.dispatch(
          {
            method: 'POST',
            path,
            body,
            headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
          },
          {
            onRequestStart: () => {},
            onResponseStart: (_controller, statusCode) => {
              status = statusCode;
            },
            onResponseData: () => {},
            onResponseEnd: () => resolve(status),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      }),
    close: () => pool.destroy(),
  };
}
