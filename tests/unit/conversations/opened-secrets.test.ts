import { expect, test } from '@jest/globals';
import { asId, type HttpOutcome, type WorkspaceId } from '../../../runtime/contract/index.ts';
import { openedRequest } from '../../../runtime/conversations/opened-secrets.ts';

const workspaceId = asId<WorkspaceId>('w');
const values: { [name: string]: string } = { KEY: 'abc&"def', LONG: 'abc&"def-and-more', PIN: '12345' };
const secrets = { read: (_workspaceId: WorkspaceId, name: string) => Promise.resolve(values[name]) };

const open = async (request: Parameters<typeof openedRequest>[0]) => {
  const opened = await openedRequest(request, workspaceId, secrets);
  if ('outcome' in opened) throw new Error('not opened');
  return opened;
};
const answer = (body: string): HttpOutcome => ({ ok: true, status: 200, headers: {}, body, durationMs: 1 });

test('a call gets its secrets in address, headers and body', async () => {
  const { request } = await open({
    url: ['https://a.example/?pin=', { secret: 'PIN' }],
    headers: { plain: 'x', whole: { secret: 'KEY' }, part: ['Bearer ', { secret: 'LONG' }] },
    body: ['[', { secret: 'PIN' }, ']'],
  });
  expect(request).toEqual({
    url: 'https://a.example/?pin=12345',
    headers: { plain: 'x', whole: 'abc&"def', part: 'Bearer abc&"def-and-more' },
    body: '[12345]',
  });
});

test('a call without a body gets none', async () => {
  expect((await open({ url: 'https://a.example', headers: {} })).request).toEqual({
    url: 'https://a.example',
    headers: {},
  });
});

test('a secret that is not there is named, and nothing is opened', async () => {
  expect(await openedRequest({ url: ['', { secret: 'NONE' }], headers: {} }, workspaceId, secrets)).toEqual({
    outcome: { ok: false, code: 'http.secret-missing', message: 'There is no secret named NONE.' },
  });
});

test('a value that comes back is shown by its name: as it is, in an address, in JSON, in keys and headers', async () => {
  const { hide } = await open({ url: '', headers: { a: { secret: 'KEY' }, b: { secret: 'LONG' } } });
  expect(
    hide({
      ok: true,
      status: 200,
      headers: { 'x-abc&"def': 'abc&"def-and-more' },
      body: { 'abc&"def': ['abc%26%22def', 7, null, '{"k":"abc&\\"def"}'] },
      durationMs: 1,
    }),
  ).toEqual({
    ok: true,
    status: 200,
    headers: { 'x-{{ secrets.KEY }}': '{{ secrets.LONG }}' },
    body: { '{{ secrets.KEY }}': ['{{ secrets.KEY }}', 7, null, '{"k":"{{ secrets.KEY }}"}'] },
    durationMs: 1,
  });
  expect(hide({ ok: false, code: 'http.refused', message: 'no abc&"def' })).toEqual({
    ok: false,
    code: 'http.refused',
    message: 'no {{ secrets.KEY }}',
  });
});

test('five characters are found anywhere by chance and stay, six are hidden', async () => {
  const { hide } = await open({ url: '', headers: { a: { secret: 'PIN' } } });
  expect(hide(answer('order 12345'))).toEqual(answer('order 12345'));
  values['PIN'] = '123456';
  const { hide: hideSix } = await open({ url: '', headers: { a: { secret: 'PIN' } } });
  values['PIN'] = '12345';
  expect(hideSix(answer('order 123456'))).toEqual(answer('order {{ secrets.PIN }}'));
});
