import { describe, expect, test } from '@jest/globals';
import { InboundContent, OutboundContent } from '../../../runtime/contract/index.ts';
import { describeMessage } from '../../../runtime/channels/describe.ts';

type Content = InboundContent | OutboundContent;

const spoken: [Content, string, string, string][] = [
  [{ kind: 'text', body: ' dos\n líneas ' }, 'dos líneas', 'dos líneas', 'dos líneas'],
  [{ kind: 'text', body: '' }, '(mensaje vacío)', '(empty message)', '(mensagem vazia)'],
  [
    { kind: 'media', media: 'image', providerMediaId: '1', caption: 'Pan' },
    '📷 Imagen: Pan',
    '📷 Image: Pan',
    '📷 Imagem: Pan',
  ],
  [{ kind: 'media', media: 'voice', fileId: 'f' }, '🎤 Mensaje de voz', '🎤 Voice message', '🎤 Mensagem de voz'],
  [{ kind: 'location', latitude: 1, longitude: 2 }, '📍 Ubicación: 1, 2', '📍 Location: 1, 2', '📍 Localização: 1, 2'],
  [
    {
      kind: 'contacts',
      contacts: [
        { name: 'Ana', phones: [] },
        { name: '', phones: ['+1'] },
      ],
    },
    '👤 Contacto: Ana, +1',
    '👤 Contact: Ana, +1',
    '👤 Contato: Ana, +1',
  ],
  [{ kind: 'reaction', messageId: 'm', emoji: '👍' }, 'Reaccionó con 👍', 'Reacted with 👍', 'Reagiu com 👍'],
  [{ kind: 'reaction', messageId: 'm' }, 'Quitó su reacción', 'Removed the reaction', 'Removeu a reação'],
  [{ kind: 'choice', source: 'list', id: 'a', title: 'Sí' }, 'Eligió: Sí', 'Chose: Sí', 'Escolheu: Sí'],
  [
    { kind: 'form', fields: { flow_token: 't', talla: 'M' } },
    '📝 Formulario: talla = M',
    '📝 Form: talla = M',
    '📝 Formulário: talla = M',
  ],
  [
    { kind: 'order', catalogId: 'c', items: [{ productId: 'p', quantity: 1 }] },
    '🛒 Pedido de 1 producto',
    '🛒 Order of 1 product',
    '🛒 Pedido de 1 produto',
  ],
  [
    { kind: 'call-permission', response: 'reject' },
    '📞 No permitió que le llamen',
    '📞 Did not agree to be called',
    '📞 Não permitiu receber ligações',
  ],
  [
    { kind: 'welcome' },
    'Abrió el chat por primera vez',
    'Opened the chat for the first time',
    'Abriu a conversa pela primeira vez',
  ],
  [
    { kind: 'edit', messageId: 'm', body: 'nuevo' },
    '✏️ Editó un mensaje: nuevo',
    '✏️ Edited a message: nuevo',
    '✏️ Editou uma mensagem: nuevo',
  ],
  [{ kind: 'revoke', messageId: 'm' }, '🚫 Eliminó un mensaje', '🚫 Deleted a message', '🚫 Apagou uma mensagem'],
  [{ kind: 'system', change: 'user_changed_number' }, 'Cambió de número', 'Changed number', 'Mudou de número'],
  [
    { kind: 'unsupported', type: 'poll', code: 131_051, reason: 'Not supported.' },
    '⚠️ WhatsApp no entrega este tipo de mensaje (encuesta): Not supported.',
    '⚠️ WhatsApp does not pass on this kind of message (poll): Not supported.',
    '⚠️ O WhatsApp não entrega este tipo de mensagem (enquete): Not supported.',
  ],
  [
    { kind: 'unknown', type: 'hologram', raw: null },
    '⚠️ Mensaje de un tipo aún no conocido (hologram)',
    '⚠️ Message of a kind not known yet (hologram)',
    '⚠️ Mensagem de um tipo ainda não conhecido (hologram)',
  ],
  [{ kind: 'buttons', body: '¿Sí?', buttons: [] }, '¿Sí?', '¿Sí?', '¿Sí?'],
  [{ kind: 'list', body: 'Elige', button: 'Ver', sections: [] }, 'Elige', 'Elige', 'Elige'],
  [{ kind: 'link-button', body: 'Mira', title: 'Ver', url: 'https://x.example' }, 'Mira', 'Mira', 'Mira'],
  [{ kind: 'location-request', body: '¿Dónde?' }, '¿Dónde?', '¿Dónde?', '¿Dónde?'],
  [
    { kind: 'location-request', body: '' },
    '📍 Pidió la ubicación',
    '📍 Asked for the location',
    '📍 Pediu a localização',
  ],
  [
    { kind: 'contact-cards', contacts: [{ name: 'Ana' }, { name: '', phones: [{ phone: '+57300' }] }] },
    '👤 Contacto: Ana, +57300',
    '👤 Contact: Ana, +57300',
    '👤 Contato: Ana, +57300',
  ],
  [
    { kind: 'product', catalogId: 'c', productId: 'SKU-1' },
    '🛍️ Producto: SKU-1',
    '🛍️ Product: SKU-1',
    '🛍️ Produto: SKU-1',
  ],
  [{ kind: 'product', catalogId: 'c', productId: 'SKU-1', body: 'Pan' }, 'Pan', 'Pan', 'Pan'],
  [{ kind: 'product-list', catalogId: 'c', header: 'H', body: 'Menú', sections: [] }, 'Menú', 'Menú', 'Menú'],
  [{ kind: 'catalogue', body: 'Todo' }, 'Todo', 'Todo', 'Todo'],
  [
    { kind: 'template', name: 'aviso', language: 'es', parameters: {}, shown: { body: 'Hola, Ana' } },
    'Hola, Ana',
    'Hola, Ana',
    'Hola, Ana',
  ],
  [
    { kind: 'template', name: 'aviso', language: 'es', parameters: {}, shown: {} },
    'Plantilla: aviso',
    'Template: aviso',
    'Modelo: aviso',
  ],
  [{ kind: 'carousel', body: 'Novedades', cards: [] }, 'Novedades', 'Novedades', 'Novedades'],
  [{ kind: 'form-request', body: 'Datos', button: 'Abrir', formId: '1', token: 't' }, 'Datos', 'Datos', 'Datos'],
];

test.each(spoken)('%j is described in three languages', (content, es, en, pt) => {
  expect((['es', 'en', 'pt'] as const).map((language) => describeMessage(content, language))).toEqual([es, en, pt]);
});

describe('the table above', () => {
  test('has a line for every kind that the contract knows', () => {
    const kinds = [...InboundContent.anyOf, ...OutboundContent.anyOf].map(({ properties }) => properties.kind.const);
    expect(new Set(spoken.map(([{ kind }]) => kind))).toEqual(new Set(kinds));
  });
});

test('a long text is cut to one line, never within a character', () => {
  const line = describeMessage({ kind: 'text', body: '🥖'.repeat(500) }, 'es');
  expect(Array.from(line)).toHaveLength(160);
  expect(line.endsWith('🥖…')).toBe(true);
});
