import type { Alias, ChannelIo, OutgoingMessage, SendOutcome } from '../channel.ts';
import { checkFile } from './check.ts';
import { callGraph, outcomeOf, refusalOf, unreachable } from './graph.ts';
import { uploadMedia } from './media.ts';
import { renderMessage } from './render.ts';
import type { WhatsAppCloudSettings } from './settings.ts';

/** The request for one message, with its recipient and the effect id that its statuses bring back. */
export function requestOf(
  { effectId, to, content, quote }: OutgoingMessage,
  mediaId?: string,
): { [key: string]: unknown } {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    // Without `+` Meta may put the business's own country code in front.
    ...(to.kind === 'bsuid' ? { recipient: to.value } : { to: to.value.startsWith('+') ? to.value : `+${to.value}` }),
    ...renderMessage(content, mediaId === undefined ? {} : { mediaId }),
    ...(quote !== undefined && { context: { message_id: quote } }),
    biz_opaque_callback_data: effectId,
  };
}

/** Sends one message, after uploading its file where it has one. Never throws and never sends twice. */
export async function sendMessage(
  message: OutgoingMessage,
  settings: WhatsAppCloudSettings,
  io: ChannelIo,
): Promise<SendOutcome> {
  if (!canReceive(message.to)) {
    return refusedForGood('whatsapp.recipient-unusable', 'A username alone is no address; the person must write first');
  }
  let mediaId: string | undefined;
  if (message.content.kind === 'media' && message.content.link === undefined) {
    const uploaded = await upload(message, settings, io);
    if ('kind' in uploaded) return uploaded;
    ({ mediaId } = uploaded);
  }
  const { phoneNumberId, accessToken } = settings;
  const path = `${phoneNumberId}/messages`;
  return outcomeOf(await callGraph({ method: 'POST', path, accessToken, json: requestOf(message, mediaId) }, io));
}

const canReceive = ({ kind }: Alias): boolean => kind !== 'username';

async function upload(
  { content, file }: OutgoingMessage,
  settings: WhatsAppCloudSettings,
  io: ChannelIo,
): Promise<{ mediaId: string } | SendOutcome> {
  if (content.kind !== 'media' || !file) return refusedForGood('whatsapp.file-missing', 'The file is not there');
  const [issue] = checkFile(
    content.media,
    { mimeType: file.mimeType, size: file.bytes.byteLength },
    new Date().toISOString(),
  ).filter(({ severity }) => severity === 'error');
  if (issue) return refusedForGood(issue.code, issue.message);
  const filename = content.filename ?? file.filename;
  const { bytes, mimeType } = file;
  const answer = await uploadMedia({ bytes, mimeType, ...(filename !== undefined && { filename }) }, settings, io);
  if ('mediaId' in answer) return answer;
  return answer.kind === 'error' ? refusalOf(answer) : unreachable(answer.reason);
}

const refusedForGood = (code: string, message: string): SendOutcome => ({
  kind: 'refused',
  error: { code, message },
  retry: { after: 'never' },
});

/** Shows the blue ticks for a message that came in and, if asked, "typing…". False when the provider did not confirm. */
export async function markMessageRead(
  providerMessageId: string,
  { typing }: { typing: boolean },
  { phoneNumberId, accessToken }: WhatsAppCloudSettings,
  io: ChannelIo,
): Promise<boolean> {
  const json = {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: providerMessageId,
    ...(typing && { typing_indicator: { type: 'text' } }),
  };
  const answer = await callGraph({ method: 'POST', path: `${phoneNumberId}/messages`, accessToken, json }, io);
  return answer.kind === 'ok' && answer.body['success'] === true;
}
