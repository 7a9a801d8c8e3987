import type { InboundContent, MediaKind, OutboundContent } from '../contract/index.ts';

export type DescriptionLanguage = 'es' | 'en' | 'pt';

type Words = {
  media: { readonly [kind in MediaKind]: string };
  location: string;
  askedLocation: string;
  product: string;
  template: string;
  contacts: string;
  reaction: string;
  reactionRemoved: string;
  chose: string;
  form: string;
  order: (items: number) => string;
  callAccepted: string;
  callRejected: string;
  welcome: string;
  edit: string;
  revoke: string;
  numberChanged: string;
  identityChanged: string;
  system: string;
  unsupported: string;
  unsupportedTypes: { readonly [type: string]: string };
  unavailable: string;
  unknown: string;
  empty: string;
};

/** The words of a message's one line, per language of the screens. */
const words: { readonly [language in DescriptionLanguage]: Words } = {
  es: {
    media: {
      image: '📷 Imagen',
      video: '🎥 Video',
      audio: '🎵 Audio',
      voice: '🎤 Mensaje de voz',
      document: '📄 Documento',
      sticker: 'Sticker',
    },
    location: '📍 Ubicación',
    askedLocation: '📍 Pidió la ubicación',
    product: '🛍️ Producto',
    template: 'Plantilla',
    contacts: '👤 Contacto',
    reaction: 'Reaccionó con',
    reactionRemoved: 'Quitó su reacción',
    chose: 'Eligió',
    form: '📝 Formulario',
    order: (items) => `🛒 Pedido de ${items} ${items === 1 ? 'producto' : 'productos'}`,
    callAccepted: '📞 Permitió que le llamen',
    callRejected: '📞 No permitió que le llamen',
    welcome: 'Abrió el chat por primera vez',
    edit: '✏️ Editó un mensaje',
    revoke: '🚫 Eliminó un mensaje',
    numberChanged: 'Cambió de número',
    identityChanged: 'Cambió su código de seguridad',
    system: 'Aviso de WhatsApp',
    unsupported: '⚠️ WhatsApp no entrega este tipo de mensaje',
    unsupportedTypes: {
      poll: 'encuesta',
      poll_creation: 'encuesta',
      poll_update: 'voto en una encuesta',
      edit: 'edición',
      pin: 'mensaje fijado',
      event: 'evento',
      button: 'botón',
      ephemeral: 'mensaje temporal',
      view_once: 'mensaje para ver una vez',
      image: 'imagen',
      video: 'video',
      audio: 'audio',
      document: 'documento',
    },
    unavailable: '⚠️ El mensaje no está disponible por ahora',
    unknown: '⚠️ Mensaje de un tipo aún no conocido',
    empty: '(mensaje vacío)',
  },
  en: {
    media: {
      image: '📷 Image',
      video: '🎥 Video',
      audio: '🎵 Audio',
      voice: '🎤 Voice message',
      document: '📄 Document',
      sticker: 'Sticker',
    },
    location: '📍 Location',
    askedLocation: '📍 Asked for the location',
    product: '🛍️ Product',
    template: 'Template',
    contacts: '👤 Contact',
    reaction: 'Reacted with',
    reactionRemoved: 'Removed the reaction',
    chose: 'Chose',
    form: '📝 Form',
    order: (items) => `🛒 Order of ${items} ${items === 1 ? 'product' : 'products'}`,
    callAccepted: '📞 Agreed to be called',
    callRejected: '📞 Did not agree to be called',
    welcome: 'Opened the chat for the first time',
    edit: '✏️ Edited a message',
    revoke: '🚫 Deleted a message',
    numberChanged: 'Changed number',
    identityChanged: 'Security code changed',
    system: 'Notice from WhatsApp',
    unsupported: '⚠️ WhatsApp does not pass on this kind of message',
    unsupportedTypes: {
      poll: 'poll',
      poll_creation: 'poll',
      poll_update: 'vote in a poll',
      edit: 'edit',
      pin: 'pinned message',
      event: 'event',
      button: 'button',
      ephemeral: 'disappearing message',
      view_once: 'view-once message',
      image: 'image',
      video: 'video',
      audio: 'audio',
      document: 'document',
    },
    unavailable: '⚠️ The message is not available for now',
    unknown: '⚠️ Message of a kind not known yet',
    empty: '(empty message)',
  },
  pt: {
    media: {
      image: '📷 Imagem',
      video: '🎥 Vídeo',
      audio: '🎵 Áudio',
      voice: '🎤 Mensagem de voz',
      document: '📄 Documento',
      sticker: 'Figurinha',
    },
    location: '📍 Localização',
    askedLocation: '📍 Pediu a localização',
    product: '🛍️ Produto',
    template: 'Modelo',
    contacts: '👤 Contato',
    reaction: 'Reagiu com',
    reactionRemoved: 'Removeu a reação',
    chose: 'Escolheu',
    form: '📝 Formulário',
    order: (items) => `🛒 Pedido de ${items} ${items === 1 ? 'produto' : 'produtos'}`,
    callAccepted: '📞 Permitiu receber ligações',
    callRejected: '📞 Não permitiu receber ligações',
    welcome: 'Abriu a conversa pela primeira vez',
    edit: '✏️ Editou uma mensagem',
    revoke: '🚫 Apagou uma mensagem',
    numberChanged: 'Mudou de número',
    identityChanged: 'O código de segurança mudou',
    system: 'Aviso do WhatsApp',
    unsupported: '⚠️ O WhatsApp não entrega este tipo de mensagem',
    unsupportedTypes: {
      poll: 'enquete',
      poll_creation: 'enquete',
      poll_update: 'voto em uma enquete',
      edit: 'edição',
      pin: 'mensagem fixada',
      event: 'evento',
      button: 'botão',
      ephemeral: 'mensagem temporária',
      view_once: 'mensagem de visualização única',
      image: 'imagem',
      video: 'vídeo',
      audio: 'áudio',
      document: 'documento',
    },
    unavailable: '⚠️ A mensagem não está disponível no momento',
    unknown: '⚠️ Mensagem de um tipo ainda não conhecido',
    empty: '(mensagem vazia)',
  },
};

/** Longer texts are cut: a list shows one line. */
const longest = 160;

const oneLine = (text: string): string => {
  const line = text
    .slice(0, 4 * longest)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= longest
    ? line
    : `${Array.from(line)
        .slice(0, longest - 1)
        .join('')}…`;
};

const labelled = (label: string, ...rest: (string | undefined)[]): string => {
  const tail = rest.filter((part) => part !== undefined && part.trim() !== '').join(', ');
  return oneLine(tail === '' ? label : `${label}: ${tail}`);
};

/** Codes with which WhatsApp says that a message is only held back for now (Meta: "Error codes", 2026). */
const unavailableCode = 131060;

/** One line of plain text that a person understands, for every kind of message; what could not be passed on says why. */
export function describeMessage(content: InboundContent | OutboundContent, language: DescriptionLanguage): string {
  const say = words[language];
  switch (content.kind) {
    case 'text':
    case 'buttons':
    case 'list':
    case 'link-button':
    case 'product-list':
    case 'catalogue':
    case 'carousel':
    case 'form-request':
      return oneLine(content.body) || say.empty;
    case 'location-request':
      return oneLine(content.body) || say.askedLocation;
    case 'product':
      return oneLine(content.body ?? '') || labelled(say.product, content.productId);
    case 'template':
      return oneLine(content.shown.body ?? '') || labelled(say.template, content.name);
    case 'contact-cards':
      return labelled(say.contacts, ...content.contacts.map(({ name, phones }) => name || phones?.[0]?.phone));
    case 'media':
      return labelled(say.media[content.media], content.caption ?? content.filename);
    case 'location':
      return labelled(
        say.location,
        ...(content.name || content.address
          ? [content.name, content.address]
          : [`${content.latitude}, ${content.longitude}`]),
      );
    case 'contacts':
      return labelled(say.contacts, ...content.contacts.map(({ name, phones }) => name || phones[0]));
    case 'reaction':
      return content.emoji === undefined ? say.reactionRemoved : `${say.reaction} ${content.emoji}`;
    case 'choice':
      return labelled(say.chose, content.title);
    case 'form': {
      const answers = Object.entries(content.fields).filter(([name]) => name !== 'flow_token');
      const shown = answers.map(
        ([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`,
      );
      return labelled(say.form, ...(shown.length > 0 ? shown : [content.raw]));
    }
    case 'order':
      return labelled(say.order(content.items.reduce((sum, { quantity }) => sum + quantity, 0)), content.text);
    case 'call-permission':
      return content.response === 'accept' ? say.callAccepted : say.callRejected;
    case 'welcome':
      return say.welcome;
    case 'edit':
      return labelled(say.edit, content.body);
    case 'revoke':
      return say.revoke;
    case 'system':
      return labelled(systemLabel(content.change, say), content.body);
    case 'unsupported': {
      if (content.code === unavailableCode) return say.unavailable;
      const { type } = content;
      const name = type !== undefined && Object.hasOwn(say.unsupportedTypes, type) ? say.unsupportedTypes[type] : type;
      return labelled(name === undefined ? say.unsupported : `${say.unsupported} (${name})`, content.reason);
    }
    case 'unknown':
      return oneLine(`${say.unknown} (${content.type})`);
  }
}

function systemLabel(change: string, say: Words): string {
  if (change.includes('changed_number')) return say.numberChanged;
  return change === 'customer_identity_changed' ? say.identityChanged : say.system;
}
