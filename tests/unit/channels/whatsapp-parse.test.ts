import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChannelEvent } from '../../../runtime/channels/channel.ts';
import { describeMessage } from '../../../runtime/channels/describe.ts';
import { parseWebhook } from '../../../runtime/channels/whatsapp-cloud/parse.ts';

const receivedAt = '2026-11-21T12:00:00.000Z';
const folder = join(import.meta.dirname, '../../fixtures/whatsapp');
const fixture = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const parse = (body: unknown) => parseWebhook(body, receivedAt);
const parsed = (name: string) => parse(fixture(name));

/** An event as a person would tell it. */
function told(event: ChannelEvent): string {
  switch (event.kind) {
    case 'message':
    case 'echo':
      return `${event.kind}: ${describeMessage(event.message.content, 'es')}`;
    case 'status':
      return `status: ${[event.state, event.error?.message].filter(Boolean).join(', ')}`;
    case 'preference':
      return `preference: ${event.category} ${event.state}`;
    case 'missed-call':
      return `missed call: ${event.aliases[0]?.value}`;
    case 'notice':
      return `notice: ${event.summary}`;
  }
}

/** What each type of webhook reads as; every fixture has its line. */
const golden: { [name: string]: string[] } = {
  'account-alert': ['notice: Alert, critical: oba rejected (Not notable enough)'],
  'account-restricted': ['notice: Account: account restriction (restricted biz initiated messaging)'],
  'account-review': ['notice: Account review: approved'],
  'address-book': ["notice: Contact Luis Paz saved in the phone's address book"],
  audio: ['message: 🎵 Audio'],
  batch: [
    'message: uno',
    'message: dos',
    'status: sent',
    'notice: Account review: approved',
    'notice: Security of number 5215550001111: pin changed',
  ],
  'bsuid-in-from': ['message: Hola'],
  'bsuid-only': ['message: Sin número'],
  'button-reply': ['message: Eligió: Sí, claro'],
  'call-permission': ['message: 📞 Permitió que le llamen'],
  call: ['notice: Call from +5491155550101: connect'],
  'call-missed': ['missed call: +5491155550101'],
  'call-taken': ['notice: Call from +5491155550101: terminate, completed'],
  capability: ['notice: Limit of conversations that the business may start a day: TIER_2K'],
  contacts: ['message: 👤 Contacto: Luis Paz, Eva Sol'],
  document: ['message: 📄 Documento: factura.pdf'],
  echo: ['echo: Le escribo desde el teléfono'],
  edit: ['message: ✏️ Editó un mensaje: Hola, ¿tienen pan dulce?'],
  errors: ['notice: Error 130429: Too many messages.'],
  'field-beside-entry': ['notice: Account: partner removed'],
  'form-not-an-object': ['message: 📝 Formulario: ["M"]'],
  'form-unreadable': ['message: 📝 Formulario: {"talla":'],
  form: ['message: 📝 Formulario: talla = M, colores = ["azul","rojo"]'],
  'group-message': ['notice: Message in group G-1: Hola a todos'],
  'group-settings': ['notice: Update of group settings update'],
  'history-refused': ['notice: History is not shared. Error 2593109: History sync is turned off'],
  history: ['notice: History of a conversation, 1 message (40 %)'],
  image: ['message: 📷 Imagen: Mi recibo'],
  'interactive-new-kind': ['message: ⚠️ Mensaje de un tipo aún no conocido (interactive: hologram_reply)'],
  'list-reply': ['message: Eligió: Ventas'],
  'location-here': ['message: 📍 Ubicación: -34.6, -58.38'],
  location: ['message: 📍 Ubicación: Obelisco, Av. 9 de Julio'],
  'media-too-large': ['message: ⚠️ WhatsApp no entrega este tipo de mensaje (video): The file is larger than 100 MB.'],
  'new-field': ['notice: Update of holograms update (ready)'],
  'new-type': ['message: ⚠️ Mensaje de un tipo aún no conocido (hologram)'],
  nobody: ['notice: Message without a sender: Hola'],
  'number-name': ['notice: Name "Pan de Ana" of 5215550001111: rejected (NAME_NOT_CONSISTENT)'],
  'number-quality': ['notice: Number 5215550001111: throughput upgrade (TIER_UNLIMITED)'],
  order: ['message: 🛒 Pedido de 3 productos: Para hoy'],
  'payment-configuration': ['notice: Payment configuration caja: active'],
  'phone-and-bsuid': ['message: Hola'],
  'preference-stop': ['preference: marketing withdrawn'],
  'reaction-removed': ['message: Quitó su reacción'],
  reaction: ['message: Reaccionó con 👍'],
  revoke: ['message: 🚫 Eliminó un mensaje'],
  security: ['notice: Security of number 5215550001111: pin reset request'],
  standby: ['notice: Message that another app of the account answers: Hola agente'],
  'status-delivered': ['status: delivered'],
  'status-failed': ['status: failed, Message failed to send because more than 24 hours have passed.'],
  'status-in-group': ['status: read'],
  'status-new-kind': ['notice: Status "teleported" of message wamid.OUT001'],
  'status-played': ['status: played'],
  'status-read': ['status: read'],
  'status-sent': ['status: sent'],
  sticker: ['message: Sticker'],
  'system-number-old-form': ['message: Cambió de número: Ana changed number'],
  'system-number': ['message: Cambió de número: User Ana changed from 5491155550101 to 5491155550999'],
  'template-button': ['message: Eligió: No recibir más'],
  'template-category-soon': ['notice: Template pedido_listo (es): category becomes marketing within a day'],
  'template-category': ['notice: Template pedido_listo (es): category utility → marketing'],
  'template-content': ['notice: Template pedido_listo (es): its content was changed'],
  'template-paused': ['notice: Template pedido_listo (es): paused (Paused for 3 hours)'],
  'template-quality': ['notice: Template pedido_listo (es-MX): quality green → red'],
  'template-rejected': ['notice: Template pedido_listo (es): rejected (invalid format)'],
  'text-forwarded': ['message: Mira esto'],
  'text-from-ad': ['message: Quiero la oferta'],
  'text-reply': ['message: Ese mismo'],
  text: ['message: ¡Hola! ¿Tienen pan?'],
  'timestamp-garbage': ['message: basura'],
  'timestamp-number': ['message: número'],
  'unknown-old-name': ['message: ⚠️ WhatsApp no entrega este tipo de mensaje: Message type is not currently supported'],
  'unsupported-for-now': ['message: ⚠️ El mensaje no está disponible por ahora'],
  unsupported: [
    'message: ⚠️ WhatsApp no entrega este tipo de mensaje (encuesta): Message type is currently not supported.',
  ],
  username: ['notice: Username pandeana of the business: approved'],
  video: ['message: 🎥 Video'],
  voice: ['message: 🎤 Mensaje de voz'],
  welcome: ['message: Abrió el chat por primera vez'],
};

test('every fixture has a line in the table', () => {
  const names = readdirSync(folder).map((name) => name.replace('.json', ''));
  expect(Object.keys(golden).sort()).toEqual(names.sort());
});

test.each(Object.entries(golden))('%s reads as something a person understands', (name, lines) => {
  expect(parsed(name).map(told)).toEqual(lines);
});

test.each(Object.keys(golden))('%s yields the same when it is read again from what was kept', (name) => {
  for (const event of parsed(name)) expect(parse(JSON.parse(event.raw))).toEqual([event]);
});

describe('a message', () => {
  test('is told whole: who, when, what, from where', () => {
    const [event] = parsed('text-from-ad');
    expect(event).toEqual({
      kind: 'message',
      id: expect.stringMatching(/^wamid\./),
      raw: expect.any(String),
      at: '2026-01-05T09:00:00.000Z',
      aliases: [{ kind: 'phone', key: '541155550101', value: '+5491155550101' }],
      profileName: 'Ana Ríos',
      message: {
        id: event!.id,
        at: '2026-01-05T09:00:00.000Z',
        content: { kind: 'text', body: 'Quiero la oferta' },
        referral: expect.objectContaining({ source_type: 'ad', ctwa_clid: 'CLID1' }),
      },
    });
  });

  test('keeps what it answers and whether it was forwarded', () => {
    expect(parsed('text-reply')).toMatchObject([{ message: { context: { messageId: 'wamid.OUT000' } } }]);
    expect(parsed('text-forwarded')).toMatchObject([{ message: { context: { forwarded: true } } }]);
  });

  test('keeps what is needed to fetch its file', () => {
    expect(parsed('image')).toMatchObject([
      {
        message: {
          content: {
            kind: 'media',
            media: 'image',
            providerMediaId: '3001',
            url: 'https://lookaside.fbsbx.com/x?mid=3001',
            mimeType: 'image/jpeg',
            caption: 'Mi recibo',
          },
        },
      },
    ]);
    expect(parsed('voice')).toMatchObject([{ message: { content: { media: 'voice' } } }]);
  });

  test('brings the answers of a form, or its text where that is no object', () => {
    expect(parsed('form')).toMatchObject([
      { message: { content: { fields: { talla: 'M', colores: ['azul', 'rojo'] } } } },
    ]);
    expect(parsed('form-unreadable')).toMatchObject([{ message: { content: { fields: {}, raw: '{"talla":' } } }]);
  });

  test('brings the id of what was tapped', () => {
    expect(parsed('button-reply')).toMatchObject([{ message: { content: { source: 'button', id: 'si' } } }]);
    expect(parsed('list-reply')).toMatchObject([{ message: { content: { source: 'list', id: 'fila-2' } } }]);
    expect(parsed('template-button')).toMatchObject([{ message: { content: { source: 'template', id: 'BAJA' } } }]);
  });

  test('of a type not known yet is kept whole', () => {
    expect(parsed('new-type')).toMatchObject([
      { message: { content: { kind: 'unknown', type: 'hologram', raw: { hologram: { depth: 3 } } } } },
    ]);
  });

  test('has the time of receipt when its own is no time, or lies in the future', () => {
    expect(parsed('timestamp-number')).toMatchObject([{ at: '2026-01-05T09:00:00.000Z' }]);
    expect(parsed('timestamp-garbage')).toMatchObject([{ at: receivedAt, message: { at: receivedAt } }]);
    const body = JSON.stringify(fixture('text')).replace('"1767603600"', '"99999999999"');
    expect(parse(JSON.parse(body))).toMatchObject([{ at: receivedAt }]);
  });
});

describe('the names of a person', () => {
  test('are a business-scoped id and a username when the number is hidden', () => {
    expect(parsed('bsuid-only')).toMatchObject([
      {
        aliases: [
          { kind: 'bsuid', key: 'AR.98765abc' },
          { kind: 'username', key: 'evasol', value: 'EvaSol' },
        ],
      },
    ]);
  });

  test('are taken for what they are, also where a number should stand', () => {
    expect(parsed('bsuid-in-from')).toMatchObject([{ aliases: [{ kind: 'bsuid', key: 'AR.98765abc' }] }]);
  });

  test('begin with the number where both are known', () => {
    expect(parsed('phone-and-bsuid')).toMatchObject([{ aliases: [{ kind: 'phone' }, { kind: 'bsuid' }] }]);
  });

  test('begin with the new number after a change', () => {
    for (const name of ['system-number', 'system-number-old-form']) {
      expect(parsed(name)).toMatchObject([{ aliases: [{ value: '+5491155550999' }, { value: '+5491155550101' }] }]);
    }
  });
});

describe('a status', () => {
  test('brings back the effect id, the price and the person', () => {
    expect(parsed('status-sent')).toMatchObject([
      {
        kind: 'status',
        id: 'wamid.OUT001:sent',
        providerMessageId: 'wamid.OUT001',
        state: 'sent',
        effectId: 's1:3:0',
        pricing: { billable: false, model: 'PMP', type: 'free_customer_service', category: 'service' },
        aliases: [{ kind: 'phone' }],
      },
    ]);
  });

  test('of a failure says why, with our code and the provider’s', () => {
    expect(parsed('status-failed')).toMatchObject([
      {
        state: 'failed',
        error: {
          code: 'whatsapp.outside-window',
          providerCode: 131047,
          message: 'Message failed to send because more than 24 hours have passed.',
        },
      },
    ]);
  });

  test('in a group is one per person', () => {
    expect(parsed('status-in-group')).toMatchObject([{ id: 'wamid.OUT001:read:5491155550101' }]);
  });
});

describe('a batch', () => {
  test('is split so that each update stands alone in its envelope', () => {
    const events = parsed('batch');
    expect(events.map(({ kind }) => kind)).toEqual(['message', 'message', 'status', 'notice', 'notice']);
    for (const event of events) expect(parse(JSON.parse(event.raw))).toEqual([event]);
    expect(events[0]!.raw).not.toContain('5511987654321');
    expect(events[1]!.raw).not.toContain('5491155550101');
    expect(events[3]!.at).toBe(new Date(1_767_603_603_000).toISOString());
  });

  test('keeps what stands beside the lists that are known', () => {
    const body = fixture('text') as { entry: { changes: { value: object }[] }[] };
    Object.assign(body.entry[0]!.changes[0]!.value, { holograms: [{ id: 'h1' }] });
    const events = parse(body);
    expect(events.map(({ kind }) => kind)).toEqual(['message', 'notice']);
    expect(events[0]!.raw).not.toContain('h1');
    expect(events[1]!.raw).toContain('h1');
    expect(events[1]!.raw).not.toContain('Hola');
  });

  test('keeps why a template was rejected, also when that stands beside the value', () => {
    const body = fixture('template-rejected') as { entry: { changes: object[] }[] };
    Object.assign(body.entry[0]!.changes[0]!, { rejection_info: { reason: 'Variables at the end' } });
    expect(parse(body)).toMatchObject([{ summary: 'Template pedido_listo (es): rejected (Variables at the end)' }]);
    expect(parse(body)[0]!.raw).toContain('Variables at the end');
  });

  test('that is delivered again yields the same ids', () => {
    for (const name of Object.keys(golden)) {
      expect(parsed(name).map(({ id }) => id)).toEqual(
        parseWebhook(fixture(name), '2026-11-22T00:00:00.000Z').map(({ id }) => id),
      );
    }
  });
});

describe('whatever comes', () => {
  const shape = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 6 }, fc.jsonValue(), tie('record'), fc.array(tie('value'), { maxLength: 3 })),
    record: fc.dictionary(
      fc.constantFrom(
        'object',
        'entry',
        'changes',
        'field',
        'value',
        'messages',
        'statuses',
        'contacts',
        'errors',
        'history',
        'threads',
        'from',
        'id',
        'type',
        'timestamp',
        'text',
        'body',
        'interactive',
        'profile',
        'wa_id',
        '__proto__',
      ),
      fc.oneof(tie('value'), fc.constantFrom('messages', 'text', 'history', 'constructor', 'toString', 'image')),
      { maxKeys: 8 },
    ),
  }));

  test('never throws, and says at least something', () => {
    fc.assert(
      fc.property(shape.value, (body) => {
        const events = parse(body);
        expect(events.length).toBeGreaterThan(0);
        for (const { id, raw, at } of events) {
          expect(id).not.toBe('');
          expect(parse(JSON.parse(raw)).map((again) => again.id)).toEqual([id]);
          expect(Number.isNaN(Date.parse(at))).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('in the place of a message is kept as well', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(golden)), fc.jsonValue(), fc.nat(), (name, junk, at) => {
        const body = fixture(name);
        const places: { holder: { [key: string]: unknown }; key: string }[] = [];
        const walk = (value: unknown) => {
          if (typeof value !== 'object' || value === null) return;
          const holder = value as { [key: string]: unknown };
          for (const key of Object.keys(holder)) {
            places.push({ holder, key });
            walk(holder[key]);
          }
        };
        walk(body);
        const { holder, key } = places[at % places.length]!;
        holder[key] = junk;
        expect(parse(body).length).toBeGreaterThan(0);
        for (const event of parse(body)) expect(told(event)).toMatch(/^(?!.*could not be read).+/s);
      }),
      { numRuns: 300 },
    );
  });

  test('nested too deeply to be written again is told all the same', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(parse(deep)).toMatchObject([{ kind: 'notice' }]);
    expect(
      parse({ entry: [{ changes: [{ field: 'messages', value: { messages: [{ id: 'x', deep }] } }] }] }),
    ).toHaveLength(1);
  });

  test('has ids short enough for a key', () => {
    const body = JSON.stringify(fixture('text')).replace(/wamid\.[A-Z0-9]+/, 'w'.repeat(5_000));
    expect(parse(JSON.parse(body))[0]!.id).toMatch(/^[0-9a-f]{64}$/);
  });
});

const others = process.env['CAUCE_FIXTURES'];
(others === undefined ? describe.skip : describe)('webhooks in CAUCE_FIXTURES', () => {
  const names = others === undefined ? [] : readdirSync(others).filter((name) => name.startsWith('meta-webhook-'));
  test.each(names.length > 0 ? names : ['none'])('%s says something', (name) => {
    const events = parse(JSON.parse(readFileSync(join(others ?? '', name), 'utf8')));
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      expect(told(event)).not.toMatch(/could not be read|undefined|\[object|unknown shape/);
    }
  });
});
