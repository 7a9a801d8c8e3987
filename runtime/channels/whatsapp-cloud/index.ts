import type { Channel } from '../channel.ts';
import { checkContent } from './check.ts';
import { diagnose } from './diagnose.ts';
import { fetchMedia } from './media.ts';
import { parseWebhook } from './parse.ts';
import { priceOf } from './rates.ts';
import { renderMessage } from './render.ts';
import { markMessageRead, sendMessage } from './send.ts';
import { secretSettings, WhatsAppCloudSettings } from './settings.ts';
import { signatureMatches } from './signature.ts';
import { listTemplates } from './templates.ts';

/** WhatsApp by Meta's Cloud API. */
export const whatsappCloud: Channel<typeof WhatsAppCloudSettings> = {
  type: 'whatsapp-cloud',
  settings: WhatsAppCloudSettings,
  secrets: secretSettings,
  verify: ({ headers, rawBody }, { appSecret }) => signatureMatches(headers, rawBody, appSecret),
  parse: parseWebhook,
  check: checkContent,
  price: priceOf,
  render: renderMessage,
  send: sendMessage,
  markRead: markMessageRead,
  fetchMedia,
  diagnose,
  templates: listTemplates,
};
