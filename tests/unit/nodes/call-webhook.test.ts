import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../runtime/contract/index.ts';
import {
  partAt,
  isUrl,
  addressSample,
  secretsIn,
  reservedHeaders,
} from '../../../runtime/nodes/call-webhook/request.ts';
import { isHttps, isWeb } from '../../../runtime/nodes/message-parts.ts';
import { nodeContext, type Scope } from '../../support/node-context.ts';
import { enter, typeOf, way, type Config } from '../../support/one-card.ts';

const at = '2026-01-05T09:00:00.000Z';

describe('an address', () => {
  // Whether a file is fetched there, a page opened, and a call made.
  test.each<[string, boolean, boolean, boolean]>([
    ['https://example.com', true, true, true],
    ['HTTPS://EXAMPLE.COM/a?b#c', true, true, true],
    ['https://a', true, true, true],
    ['http://example.com', false, true, true],
    ['HTTP://a', false, true, true],
    ['httpss://a', false, false, false],
    ['ftp://a', false, false, false],
    ['xhttps://a', false, false, false],
    [' https://a', false, false, false],
    ['https://', false, false, false],
    ['http://', false, false, false],
    ['https:///a', false, false, true],
    ['https://?a', false, false, false],
    ['https://#a', false, false, false],
    ['https:/a', false, false, false],
    ['https://a b', false, false, false],
    ['https://a/b c', false, false, false],
    ['https://a/b\n', false, false, false],
    ['javascript:alert(1)', false, false, false],
    ['', false, false, false],
  ])('%j: file %j, page %j, call %j', (text, file, page, call) => {
    expect([isHttps(text), isWeb(text), isUrl(text)]).toEqual([file, page, call]);
  });

  test('of a call has 8192 characters at most, and is one', () => {
    const of = (length: number) => 'https://example.com/'.padEnd(length, 'a');
    expect([isUrl(of(8_191)), isUrl(of(8_192)), isUrl(of(8_193))]).toEqual([true, true, false]);
    expect(isUrl('https://[')).toBe(false);
  });

  test.each([
    [' https://a/{{ secrets.x }} ', 'https://a/0'],
    ['{{ secrets.x }}', 'https://0'],
    ['{{secrets.x}}/{{  secrets.y_1  }}', 'https://0/0'],
    ['{{ variables.x }}', '{{ variables.x }}'],
    ['{{ secrets.1 }}', 'https://{{ secrets.1 }}'],
    ['a {{ secrets.x }}', 'a 0'],
    ['{{ secretsx }}', '{{ secretsx }}'],
    ['{{ secrets.a & "b" }}', 'https://{{ secrets.a & "b" }}'],
  ])('%j is looked at as %j', (url, expected) => {
    expect(addressSample(url)).toBe(expected);
  });

  test('names the secrets that stand in it alone', () => {
    expect(
      secretsIn('{{ secrets.a }}{{secrets._B2}} {{ secrets.2 }} {{ secrets.c.d }} secrets.e {{ xsecrets.f }}'),
    ).toEqual(['a', '_B2']);
  });
});

describe('a call', () => {
  const call = (more: Config, scope: Scope = {}) =>
    enter('call-webhook', { method: 'POST', url: 'https://a', timeoutSeconds: 5, retries: 1, ...more }, scope);
  const request = async (more: Config, scope: Scope = {}) => {
    const [effect] = (await call(more, scope)).effects;
    return effect?.kind === 'http.request' ? effect.request : undefined;
  };

  test.each([...reservedHeaders])('leaves the header %s to the connection', async (name) => {
    const config = { headers: [{ name: name.toUpperCase(), text: 'x' }] };
    expect((await request(config))?.headers).toEqual({});
    const check = typeOf('call-webhook').check?.({
      method: 'GET',
      url: 'https://a',
      timeoutSeconds: 5,
      retries: 0,
      ...config,
    });
    expect(check).toEqual([
      {
        code: 'http.reserved-header',
        severity: 'warning',
        message: `The header "${name}" is set by Cauce itself; this one is left out.`,
        path: '/headers/0/name',
        params: { name },
      },
    ]);
  });

  test('leaves ten headers to the connection', () => {
    expect([...reservedHeaders].sort()).toEqual(
      'connection content-length expect host idempotency-key keep-alive te trailer transfer-encoding upgrade'.split(
        ' ',
      ),
    );
  });

  test.each<[string, string]>([
    ['\u0000', 'http.invalid-header'],
    ['\u0008', 'http.invalid-header'],
    ['\u0009', 'waits for http'],
    ['\u000A', 'http.invalid-header'],
    ['\u001F', 'http.invalid-header'],
    ['\u0020', 'waits for http'],
    ['\u007E', 'waits for http'],
    ['\u007F', 'http.invalid-header'],
    ['\u0080', 'waits for http'],
  ])('with %j in a header: %s', async (sign, expected) => {
    expect(way(await call({ headers: [{ name: 'x', text: 'a{{ variables.v }}b' }] }, { variables: { v: sign } }))).toBe(
      expected,
    );
  });

  test.each<[string, Json, { body?: string; type?: string }]>([
    ['POST', { text: '[1]' }, { body: '[1]', type: 'application/json' }],
    ['DELETE', { text: '[1' }, { body: '[1', type: 'text/plain; charset=utf-8' }],
    ['OPTIONS', { expression: '[1]' }, { body: '[1]', type: 'application/json' }],
    ['POST', { text: '' }, {}],
    ['GET', { text: 'x' }, {}],
    ['HEAD', { expression: '1' }, {}],
  ])('by %s with the body %j', async (method, body, expected) => {
    const made = await request({ method, body });
    expect(made).toEqual({
      method,
      url: 'https://a',
      headers: expected.type ? { 'content-type': expected.type } : {},
      ...(expected.body && { body: expected.body }),
      timeoutSeconds: 5,
      retries: 1,
      safeToRepeat: false,
    });
  });

  test.each<[string, Json]>([
    [' https://a/{{ secrets.x }} ', ['https://a/', { secret: 'x' }]],
    [' {{ secrets.x }}/b ', [{ secret: 'x' }, '/b']],
    ['https://{{ secrets.x }} / ', 'http.invalid-url'],
    ['https://a/{{ secrets.x }}b{{ secrets.y }}', ['https://a/', { secret: 'x' }, 'b', { secret: 'y' }]],
  ])('to %j', async (url, expected) => {
    const outcome = await call({ url });
    expect(outcome.kind === 'fail' ? outcome.code : (await request({ url }))?.url).toEqual(expected);
  });

  test.each<[string, Json]>([
    ['status', 200],
    ['body', { list: [{ a: 1 }, null], 'x-y': false, empty: '' }],
    ['body.list[0].a', 1],
    ['body.list[1]', null],
    ['body.list[1].a', null],
    ['body.list[2]', null],
    ['body.list.length', null],
    ['body.x-y', false],
    ['body.empty', ''],
    ['body.empty.length', null],
    ['body.none', null],
    ['body.none.a', null],
    ['status.a', null],
    ['body.toString', null],
  ])('whose answer is asked for %j', (path, expected) => {
    expect(partAt({ status: 200, body: { list: [{ a: 1 }, null], 'x-y': false, empty: '' } }, path)).toEqual(expected);
  });

  test.each<[number, string]>([
    [199, 'http.status'],
    [200, 'success'],
    [249, 'success'],
    [250, 's_1'],
    [260, 's_1'],
    [261, 'success'],
    [299, 'success'],
    [300, 'http.status'],
    [400, 's_2'],
  ])('that is answered with %d goes on at %s', async (status, expected) => {
    const outcome = await typeOf('call-webhook').resume?.(
      {
        method: 'GET',
        url: 'https://a',
        timeoutSeconds: 5,
        retries: 0,
        variables: [{ name: 's', path: 'status' }],
        statusRanges: [
          { id: 's_1', label: 'A', from: 250, to: 260 },
          { id: 's_2', label: 'B', from: 400, to: 400 },
        ],
      },
      {
        kind: 'http',
        at,
        effectId: 'e1',
        outcome: { ok: true, status, headers: { a: 'b' }, body: 'x', durationMs: 3 },
      },
      nodeContext({}),
    );
    const webhook = { ok: status >= 200 && status < 300, status, headers: { a: 'b' }, body: 'x', durationMs: 3 };
    expect(outcome).toMatchObject({ changes: { webhook, variables: { s: status } }, values: { status, s: status } });
    expect(outcome && way(outcome)).toBe(expected);
  });

  const issue = (code: string, path: string, severity = 'error', params?: Config) =>
    expect.objectContaining({ code, path, severity, ...(params && { params }) });
  test.each<[Config, unknown[]]>([
    [{ url: '' }, [issue('text.empty', '/url')]],
    [{ url: ' ' }, [issue('text.empty', '/url')]],
    [{ url: 'https://a/{{ variables.b }}' }, []],
    [{ url: 'https://a?{{ variables.b }}' }, []],
    [{ url: 'https://a#{{ variables.b }}' }, []],
    [{ url: 'HTTP://a{{ variables.b }}' }, [issue('http.computed-host', '/url', 'warning')]],
    [{ url: '{{ variables.b }}' }, [issue('http.computed-host', '/url', 'warning')]],
    [{ url: 'ftp://{{ variables.b }}' }, [issue('http.invalid-url', '/url')]],
    [{ url: 'https://a b' }, [issue('http.invalid-url', '/url')]],
    [{ url: 'https://a/{{ variables.b & " " }}/{{\n1\n}}' }, []],
    [
      { headers: ['X-A', 'x-a'].map((name) => ({ name, text: '1' })) },
      [issue('name.repeated', '/headers/1/name', 'error', { name: 'x-a' })],
    ],
    [
      { variables: ['a', 'b', 'a'].map((name) => ({ name, path: 'body' })) },
      [issue('name.repeated', '/variables/2/name', 'error', { name: 'a' })],
    ],
    [
      {
        statusRanges: [
          { id: 's_1', label: '', from: 200, to: 200 },
          { id: 's_1', label: 'B', from: 201, to: 200 },
        ],
      },
      [
        issue('id.repeated', '/statusRanges/1/id', 'error', { id: 's_1' }),
        issue('text.empty', '/statusRanges/0/label'),
        issue('http.empty-range', '/statusRanges/1', 'error', { from: 201, to: 200 }),
      ],
    ],
  ])('%j is found to be so', (more, expected) => {
    const config = { method: 'GET', url: 'https://a', timeoutSeconds: 5, retries: 0, ...more };
    expect(typeOf('call-webhook').check?.(config)).toEqual(expected);
  });
});
