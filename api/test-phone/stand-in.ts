import type { FakeGraph, FakeInbound } from '../../runtime/channels/whatsapp-cloud/fake/index.ts';
import type { ChannelRecord } from '../../runtime/ports.ts';
import type { Sample } from './samples.ts';
import type { PhoneContent, StandIn } from './service.ts';

type Settings = { [name in 'phoneNumberId' | 'wabaId' | 'accessToken' | 'appSecret' | 'verifyToken']: string };

/** The fake Graph server as a person's side of every channel: it learns a channel's number when it is first used. */
export function createStandIn(fake: FakeGraph, webhookAddress: (channelId: string) => string): StandIn {
  /** A number belongs to the channel that its webhooks go to. */
  const isOthers = (channel: ChannelRecord, { phoneNumberId }: Settings): boolean =>
    fake.hasNumber(phoneNumberId) && webhookOf(fake, phoneNumberId) !== webhookAddress(channel.id);

  const webhookOf = ({ number }: FakeGraph, phoneNumberId: string) => number(phoneNumberId).webhookUrl;

  return {
    serves: (channel) => channel.type === 'whatsapp-cloud' && !isOthers(channel, settingsOf(channel)),
    async write(channel, { from, content, replyTo }, file) {
      const settings = settingsOf(channel);
      // Again each time: its secrets may have been changed.
      fake.addNumber({ ...settings, webhookUrl: webhookAddress(channel.id) });
      return fake.receive(from.phone.replace(/^\+/, ''), inboundOf(fake, content, file), {
        name: from.name,
        phoneNumberId: settings.phoneNumberId,
        ...(replyTo !== undefined && { contextId: replyTo }),
      });
    },
  };
}

const settingsOf = ({ settings }: ChannelRecord): Settings => {
  const text = (name: keyof Settings): string => String(settings[name]);
  return {
    phoneNumberId: text('phoneNumberId'),
    wabaId: text('wabaId'),
    accessToken: text('accessToken'),
    appSecret: text('appSecret'),
    verifyToken: text('verifyToken'),
  };
};

/** What a person does, as WhatsApp writes it into a webhook. */
function inboundOf(fake: FakeGraph, content: PhoneContent, file: Sample | undefined): FakeInbound {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: { body: content.body } };
    case 'location': {
      const { kind: _kind, ...location } = content;
      return { type: 'location', location };
    }
    case 'choice': {
      const { source, id, title, description } = content;
      if (source === 'template') return { type: 'button', button: { payload: id, text: title } };
      if (source === 'button')
        return { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title } } };
      const row = { id, title, ...(description !== undefined && { description }) };
      return { type: 'interactive', interactive: { type: 'list_reply', list_reply: row } };
    }
    case 'form': {
      const { name = 'flow', fields } = content;
      const reply = { name, body: 'Sent', response_json: JSON.stringify(fields) };
      return { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: reply } };
    }
    case 'order': {
      const { catalogId, text, items } = content;
      const product_items = items.map(({ productId, quantity }) => ({ product_retailer_id: productId, quantity }));
      return { type: 'order', order: { catalog_id: catalogId, ...(text !== undefined && { text }), product_items } };
    }
    case 'media': {
      const { media, caption } = content;
      const { bytes, mimeType, filename } = file ?? { bytes: new Uint8Array(), mimeType: 'application/octet-stream' };
      const type = media === 'voice' ? 'audio' : media;
      const kept = { ...fake.addFile(bytes, mimeType), mime_type: mimeType };
      const captioned = caption !== undefined && ['image', 'video', 'document'].includes(type) && { caption };
      return {
        type,
        [type]: {
          ...kept,
          ...captioned,
          ...(media === 'voice' && { voice: true }),
          ...(type === 'document' && filename !== undefined && { filename }),
        },
      };
    }
  }
}
