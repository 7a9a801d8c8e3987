import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OutboundContent } from '../../../runtime/contract/index.ts';
import { checkContent, checkFile } from '../../../runtime/channels/whatsapp-cloud/check.ts';
import { problemOf } from '../../../runtime/channels/whatsapp-cloud/fake/rules.ts';
import { limitAt, limits, type LimitName } from '../../../runtime/channels/whatsapp-cloud/limits.ts';
import { renderMessage } from '../../../runtime/channels/whatsapp-cloud/render.ts';

const at = '2026-11-21T12:00:00.000Z';
const codes = (content: OutboundContent) => checkContent(content, at).map(({ code, path }) => `${code} ${path}`);
const long = (length: number) => 'ñ'.repeat(length);
const choices = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `id-${n}`, title: `Opción ${n}` }));

describe('what WhatsApp refuses is found beforehand', () => {
  test('with code, place and the numbers of the sentence', () => {
    expect(checkContent({ kind: 'text', body: long(4_097) }, at)).toEqual([
      {
        code: 'whatsapp.body-too-long',
        severity: 'error',
        message: 'The body has 4097 characters; WhatsApp takes 4096',
        path: '/body',
        params: { max: 4_096, length: 4_097 },
      },
    ]);
  });

  const cases: [string, OutboundContent, string[]][] = [
    ['an empty text', { kind: 'text', body: ' \n' }, ['whatsapp.body-empty /body']],
    ['no file', { kind: 'media', media: 'image' }, ['whatsapp.file-missing ']],
    [
      'two files',
      { kind: 'media', media: 'image', link: 'https://x.example/a', fileId: 'f' },
      ['whatsapp.file-twice /link'],
    ],
    ['an address that is none', { kind: 'media', media: 'image', link: 'ftp://x' }, ['whatsapp.link-invalid /link']],
    [
      'an address without TLS',
      { kind: 'media', media: 'image', link: 'http://x.example/a' },
      ['whatsapp.link-not-secure /link'],
    ],
    [
      'a voice message with a caption',
      { kind: 'media', media: 'voice', fileId: 'f', caption: 'x' },
      ['whatsapp.caption-not-allowed /caption'],
    ],
    [
      'a long caption',
      { kind: 'media', media: 'video', fileId: 'f', caption: long(1_025) },
      ['whatsapp.caption-too-long /caption'],
    ],
    [
      'a document without extension',
      { kind: 'media', media: 'document', fileId: 'f', filename: 'factura' },
      ['whatsapp.filename-without-extension /filename'],
    ],
    [
      'no place on earth',
      { kind: 'location', latitude: 91, longitude: Number.NaN },
      ['whatsapp.latitude-invalid /latitude', 'whatsapp.longitude-invalid /longitude'],
    ],
    ['no buttons', { kind: 'buttons', body: 'x', buttons: [] }, ['whatsapp.buttons-none /buttons']],
    ['four buttons', { kind: 'buttons', body: 'x', buttons: choices(4) }, ['whatsapp.buttons-too-many /buttons']],
    [
      'everything about buttons',
      {
        kind: 'buttons',
        header: { kind: 'text', text: long(61) },
        body: long(1_025),
        footer: long(61),
        buttons: [
          { id: 'a', title: long(21) },
          { id: 'a', title: 'dos\nlíneas' },
          { id: 'b', title: '' },
        ],
      },
      [
        'whatsapp.header-too-long /header/text',
        'whatsapp.body-too-long /body',
        'whatsapp.footer-too-long /footer',
        'whatsapp.button-title-too-long /buttons/0/title',
        'whatsapp.button-title-several-lines /buttons/1/title',
        'whatsapp.button-title-empty /buttons/2/title',
        'whatsapp.button-id-repeated /buttons/1/id',
      ],
    ],
    [
      'two buttons of one name',
      {
        kind: 'buttons',
        body: 'x',
        buttons: [
          { id: 'a', title: 'Sí' },
          { id: 'b', title: 'Sí' },
        ],
      },
      ['whatsapp.button-title-repeated /buttons/1/title'],
    ],
    [
      'eleven rows in all sections together',
      {
        kind: 'list',
        body: 'x',
        button: 'Ver',
        sections: [
          { title: 'A', rows: choices(6) },
          { title: 'B', rows: choices(5).map((row) => ({ ...row, id: `b${row.id}` })) },
        ],
      },
      ['whatsapp.rows-too-many /sections'],
    ],
    [
      'everything about lists',
      {
        kind: 'list',
        header: long(61),
        body: long(4_097),
        button: long(21),
        sections: [
          { title: '', rows: [{ id: 'a', title: long(25), description: long(73) }] },
          { title: long(25), rows: [{ id: 'a', title: 'Pan' }] },
          { title: 'Vacía', rows: [] },
        ],
      },
      [
        'whatsapp.header-too-long /header',
        'whatsapp.body-too-long /body',
        'whatsapp.list-button-too-long /button',
        'whatsapp.section-title-empty /sections/0/title',
        'whatsapp.section-title-too-long /sections/1/title',
        'whatsapp.section-without-rows /sections/2',
        'whatsapp.row-title-too-long /sections/0/rows/0/title',
        'whatsapp.row-description-too-long /sections/0/rows/0/description',
        'whatsapp.row-id-repeated /sections/1/rows/0/id',
      ],
    ],
  ];
  test.each(cases)('%s', (_, content, expected) => expect(codes(content)).toEqual(expected));
});

test('exactly at its limits a message is sound', () => {
  expect(codes({ kind: 'text', body: long(4_096) })).toEqual([]);
  expect(codes({ kind: 'list', body: long(4_096), button: long(20), sections: [{ rows: choices(10) }] })).toEqual([]);
  expect(
    codes({
      kind: 'buttons',
      body: long(1_024),
      footer: long(60),
      buttons: choices(3).map((c) => ({ ...c, title: long(19) + c.id.at(-1) })),
    }),
  ).toEqual([]);
});

describe('a file', () => {
  const found = (...given: Parameters<typeof checkFile>) =>
    checkFile(...given).map(({ code, severity }) => `${severity} ${code}`);
  test.each([
    ['image', 'image/jpeg', 1_000, []],
    ['image', 'image/gif', 1_000, ['error whatsapp.file-type']],
    ['image', 'image/png', 5 * 1024 * 1024 + 1, ['error whatsapp.file-too-large']],
    ['voice', 'audio/ogg; codecs=opus', 1_000, []],
    ['document', 'application/zip', 1_000, ['warning whatsapp.file-type']],
    ['sticker', 'image/webp', 0, ['error whatsapp.file-empty']],
  ] as const)('%s of type %s with %d bytes: %j', (media, mimeType, size, expected) => {
    expect(found(media, { mimeType, size }, at)).toEqual(expected);
  });
});

describe('limits', () => {
  test('each has a source and rows in the order of their dates', () => {
    for (const rows of Object.values(limits) as { from: string; source: string; value: number }[][]) {
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.map(({ from }) => from)).toEqual(rows.map(({ from }) => from).sort());
      for (const { from, source, value } of rows) {
        expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(source).not.toBe('');
        expect(value).toBeGreaterThan(0);
      }
    }
  });

  test('change on their day', () => {
    const name: LimitName = 'template.copy-code.characters';
    expect(limitAt(name, '2025-12-02T23:59:59.999Z')).toBe(15);
    expect(limitAt(name, '2025-12-03T00:00:00.000Z')).toBe(20);
    expect(limitAt(name, '2001-01-01T00:00:00.000Z')).toBe(15);
  });
});

describe('the payload', () => {
  test.each([
    [
      { kind: 'text', body: 'https://x.example', previewUrl: true },
      { type: 'text', text: { body: 'https://x.example', preview_url: true } },
    ],
    [
      { kind: 'media', media: 'document', link: 'https://x.example/a', caption: 'c', filename: 'a.pdf' },
      { type: 'document', document: { link: 'https://x.example/a', caption: 'c', filename: 'a.pdf' } },
    ],
    [
      { kind: 'media', media: 'audio', link: 'https://x.example/a', caption: 'none' },
      { type: 'audio', audio: { link: 'https://x.example/a' } },
    ],
    [
      { kind: 'location', latitude: 1.5, longitude: -2, name: 'Aquí', address: '' },
      { type: 'location', location: { latitude: 1.5, longitude: -2, name: 'Aquí' } },
    ],
    [
      {
        kind: 'buttons',
        header: { kind: 'text', text: 'H' },
        body: 'B',
        footer: '',
        buttons: [{ id: 'a', title: 'A' }],
      },
      {
        type: 'interactive',
        interactive: {
          type: 'button',
          header: { type: 'text', text: 'H' },
          body: { text: 'B' },
          action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'A' } }] },
        },
      },
    ],
    [
      {
        kind: 'list',
        header: 'H',
        body: 'B',
        footer: 'F',
        button: 'Ver',
        sections: [
          {
            title: 'S',
            rows: [
              { id: 'a', title: 'A', description: 'D' },
              { id: 'b', title: 'B', description: '' },
            ],
          },
        ],
      },
      {
        type: 'interactive',
        interactive: {
          type: 'list',
          header: { type: 'text', text: 'H' },
          body: { text: 'B' },
          footer: { text: 'F' },
          action: {
            button: 'Ver',
            sections: [
              {
                title: 'S',
                rows: [
                  { id: 'a', title: 'A', description: 'D' },
                  { id: 'b', title: 'B' },
                ],
              },
            ],
          },
        },
      },
    ],
  ] as [OutboundContent, unknown][])('of %j', (content, payload) => expect(renderMessage(content)).toEqual(payload));

  test('names an uploaded file by its id, and marks a voice message', () => {
    expect(renderMessage({ kind: 'media', media: 'voice', fileId: 'ours' }, { mediaId: '900' })).toEqual({
      type: 'audio',
      audio: { id: '900', voice: true },
    });
  });

  test('of any message that passed the check is taken by the provider, and of any other is not', () => {
    const text = (max: number) => fc.string({ maxLength: max });
    const choice = fc.record({ id: text(6).filter((id) => id !== ''), title: text(26) });
    const content: fc.Arbitrary<OutboundContent> = fc.oneof(
      fc.record({ kind: fc.constant('text' as const), body: text(30) }),
      fc.record({
        kind: fc.constant('buttons' as const),
        body: text(30),
        footer: text(70),
        buttons: fc.array(choice, { maxLength: 4 }),
      }),
      fc.record({
        kind: fc.constant('list' as const),
        body: text(30),
        button: text(25),
        sections: fc.array(fc.record({ title: text(30), rows: fc.array(choice, { maxLength: 6 }) }), { maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('link-button' as const),
        body: text(30),
        title: text(25),
        url: fc.oneof(fc.constant('https://x.example/a'), text(10)),
      }),
      fc.record({
        kind: fc.constant('product-list' as const),
        catalogId: text(2),
        header: text(65),
        body: text(5),
        sections: fc.array(fc.record({ title: text(30), productIds: fc.array(text(3), { maxLength: 12 }) }), {
          maxLength: 4,
        }),
      }),
      fc.record({
        kind: fc.constant('carousel' as const),
        body: text(5),
        cards: fc.array(
          fc.record({
            header: fc.constant({ kind: 'image' as const, link: 'https://x.example/i' }),
            body: text(165),
            buttons: fc.array(choice, { minLength: 1, maxLength: 3 }),
          }),
          { maxLength: 3 },
        ),
      }),
      fc.record({
        kind: fc.constant('form-request' as const),
        body: text(5),
        button: text(25),
        formId: text(3),
        token: text(3),
      }),
    );
    const world = { hasMedia: () => true, template: () => undefined };
    fc.assert(
      fc.property(content, (message) => {
        const sound = checkContent(message, new Date().toISOString()).every(({ severity }) => severity !== 'error');
        const problem = problemOf({ messaging_product: 'whatsapp', ...renderMessage(message) }, world);
        expect(problem === undefined).toBe(sound);
      }),
      { numRuns: 500 },
    );
  });
});
