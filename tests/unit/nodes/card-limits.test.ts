import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../runtime/contract/index.ts';
import { nodeContext } from '../../support/node-context.ts';
import { enter, typeOf, way, type Config } from '../../support/one-card.ts';

const at = '2026-01-05T09:00:00.000Z';
const a = (count: number) => 'a'.repeat(count);

describe('what is just within a limit, and just beyond', () => {
  const many = (count: number) => Array.from({ length: count }, (_none, index) => `a${index}@b.co`).join(', ');
  const letter = { to: 'a@b.co', subject: 'S', body: 'B' };
  const filled = '{{ variables.v }}';
  test.each<[string, Config, Json, string]>([
    ['send-email', { ...letter, to: filled }, many(20), 'waits for effect'],
    ['send-email', { ...letter, to: filled }, many(21), 'email.too-many'],
    ['send-email', { ...letter, to: filled }, ' , ', 'email.no-address'],
    ['send-email', { ...letter, to: filled }, 'a@b.co, b', 'email.address-invalid'],
    ['send-email', { ...letter, replyTo: filled }, 'b', 'email.address-invalid'],
    ['send-email', { ...letter, replyTo: filled }, ' ', 'waits for effect'],
    ['send-email', { ...letter, subject: filled }, a(1_000), 'waits for effect'],
    ['send-email', { ...letter, subject: filled }, a(1_001), 'email.subject-invalid'],
    ['send-email', { ...letter, subject: filled }, ' \n ', 'email.subject-invalid'],
    ['send-email', { ...letter, body: filled + filled }, a(50_000), 'waits for effect'],
    ['send-email', { ...letter, body: `${filled}${filled}x` }, a(50_000), 'email.too-long'],
    ['update-contact', { name: filled }, 'a', 'next'],
    ['update-contact', { name: filled }, ` ${a(200)} `, 'next'],
    ['update-contact', { name: filled }, a(201), 'contact.name-invalid'],
    ['update-contact', { name: filled }, ' ', 'contact.name-invalid'],
    ['update-contact', { language: filled }, ' es ', 'next'],
    ['update-contact', { language: filled }, 'pt-BR', 'next'],
    ['update-contact', { language: filled }, 'zh-Hant-TW', 'next'],
    ['update-contact', { language: filled }, 'por', 'next'],
    ['update-contact', { language: filled }, 'es-abcdefgh-abcdefgh', 'next'],
    ['update-contact', { language: filled }, 'por-abcdefgh-abcdefgh', 'contact.language-invalid'],
    ['update-contact', { language: filled }, 'es-abcdefghi', 'contact.language-invalid'],
    ['update-contact', { language: filled }, 'es-a', 'contact.language-invalid'],
    ['update-contact', { language: filled }, 'es_ES', 'contact.language-invalid'],
    ['update-contact', { language: filled }, 'Español', 'contact.language-invalid'],
    ['update-contact', { language: filled }, 'e', 'contact.language-invalid'],
    ['update-contact', { language: filled }, 'span', 'contact.language-invalid'],
    ['start-someone', { who: { contactId: filled }, flow: 'f' }, a(100), 'next'],
    ['start-someone', { who: { contactId: filled }, flow: 'f' }, a(101), 'contact.unknown'],
    ['start-someone', { who: { contactId: filled }, flow: 'f' }, ' ', 'contact.unknown'],
    ['start-someone', { who: { phone: filled }, flow: 'f' }, '+57 300 123 4567', 'next'],
    ['start-someone', { who: { phone: filled }, flow: 'f' }, '300', 'phone.invalid'],
    ['start-someone', { who: { phone: filled }, flow: '' }, '+573001234567', 'flow.unknown'],
    ['ai-reply', { instructions: filled, question: 'Q', maximumCharacters: 5 }, a(20_000), 'waits for effect'],
    ['ai-reply', { instructions: filled, question: 'Q', maximumCharacters: 5 }, a(20_001), 'ai.instructions-too-long'],
    ['ai-reply', { instructions: 'I', question: filled, maximumCharacters: 5 }, ' ', 'ai.nothing-asked'],
    ['record-consent', { state: 'granted', text: filled }, ' ', 'consent.no-text'],
    ['record-consent', { state: 'granted', text: filled }, ' a ', 'next'],
    ['send-product', { catalogId: filled, productId: 'A' }, ' ', 'catalogue.none'],
    ['send-product', { catalogId: '1', productId: filled }, ' ', 'products.none'],
    ['send-product-list', { catalogId: filled, header: 'H', body: 'B', sections: [] }, ' ', 'catalogue.none'],
    ['send-product-list', { catalogId: filled, header: 'H', body: 'B', sections: [] }, '1', 'products.none'],
    ['send-link-button', { body: 'B', title: 'T', url: filled }, ' http://a ', 'next'],
    ['send-link-button', { body: 'B', title: 'T', url: filled }, 'ftp://a', 'link.invalid'],
    ['send-media', { media: 'image', source: { link: filled } }, ' https://a ', 'next'],
    ['send-media', { media: 'image', source: { link: filled } }, 'http://a', 'media.link-invalid'],
    ['send-contact', { contacts: [{ id: 'p_1', name: filled }] }, ' ', 'contact-card.no-name'],
    ['send-contact', { contacts: [] }, ' ', 'contact-cards.none'],
    ['change-groups', {}, '', 'contact.nothing'],
    ['change-labels', { add: [], remove: [] }, '', 'contact.nothing'],
    ['change-labels', { remove: ['x'] }, '', 'next'],
    ['run-subflow', { flow: '', stay: true }, '', 'flow.unknown'],
    ['run-subflow', { flow: 'f', stay: true }, '', 'switch'],
    ['run-subflow', { flow: 'f', stay: false }, '', 'call'],
  ])('%s %j with %j: %s', async (type, config, v, expected) => {
    expect(way(await enter(type, config, { variables: { v } }))).toBe(expected);
  });

  const answered = (length: number, config: Config = {}) =>
    typeOf('ai-reply').resume?.(
      { instructions: 'I', maximumCharacters: 5, ...config },
      { kind: 'done', at, effectId: 'e1', outcome: { ok: true, value: ` ${a(length)} `, durationMs: 1 } },
      nodeContext({}),
    );
  test('an answer of a model is sent as long as it may be', async () => {
    expect(await answered(5)).toEqual({
      kind: 'leave',
      port: 'next',
      effects: [{ kind: 'message.send', content: { kind: 'text', body: a(5) } }],
      changes: {},
      values: { answer: a(5) },
    });
    expect(await answered(6)).toMatchObject({ kind: 'fail', code: 'ai.answer-too-long' });
    expect(await answered(0)).toMatchObject({ kind: 'fail', code: 'ai.answer-empty' });
    expect(await answered(1, { silent: true, resultName: 'r', variableName: 'v' })).toMatchObject({
      effects: [],
      changes: { results: { r: { value: 'a' } }, variables: { v: 'a' } },
    });
  });

  test('an address card is cut to what fits', async () => {
    const over = (most: number) => ` ${a(most + 1)} `;
    const outcome = await enter('send-contact', {
      contacts: [
        {
          id: 'p_1',
          name: over(200),
          phones: [{ phone: over(40) }, { phone: ' ' }],
          emails: [{ email: ' ' }, { email: over(320) }],
          organisation: over(200),
          title: over(200),
        },
        { id: 'p_2', name: 'A', phones: [{ phone: ' ' }], emails: [{ email: '' }], organisation: ' ', title: '' },
      ],
    });
    const card = {
      name: a(200),
      phones: [{ phone: a(40) }],
      emails: [{ email: a(320) }],
      organisation: a(200),
      title: a(200),
    };
    expect(outcome.effects).toEqual([
      { kind: 'message.send', content: { kind: 'contact-cards', contacts: [card, { name: 'A' }] } },
    ]);
  });

  test('a file carries only what its kind can', async () => {
    const sent = async (media: string) => {
      const config = { media, source: { fileId: 'f1' }, caption: 'C', filename: a(241) };
      const { effects } = await enter('send-media', config);
      const preview = typeOf('send-media').editor.preview(config);
      expect(effects).toEqual([{ kind: 'message.send', content: preview }]);
      return preview;
    };
    const file = (media: string) => ({ kind: 'media', media, fileId: 'f1' });
    expect(await sent('image')).toEqual({ ...file('image'), caption: 'C' });
    expect(await sent('video')).toEqual({ ...file('video'), caption: 'C' });
    expect(await sent('document')).toEqual({ ...file('document'), caption: 'C', filename: a(240) });
    for (const media of ['audio', 'voice', 'sticker']) expect(await sent(media)).toEqual(file(media));
  });
});
