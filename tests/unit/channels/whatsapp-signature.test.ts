import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signatureMatches, signatureOf } from '../../../runtime/channels/whatsapp-cloud/signature.ts';

const secret = 'app-secret';
const body = Buffer.from(String.raw`{"text":"\u00a1Hola!","url":"https:\/\/x"}`);
const sound = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const matches = (header: string | string[] | undefined, bytes: Uint8Array = body, key = secret) =>
  signatureMatches({ 'x-hub-signature-256': header }, bytes, key);

test('a signature made with the secret over exactly these bytes is proof', () => {
  expect(signatureOf(body, secret)).toBe(sound);
  expect(matches(sound)).toBe(true);
});

test.each([
  ['nothing', undefined],
  ['an empty header', ''],
  ['no header at all', []],
  ['another algorithm', sound.replace('sha256', 'sha1')],
  ['bare digits', sound.slice(7)],
  ['too few digits', sound.slice(0, -1)],
  ['too many digits', `${sound}0`],
  ['what is no hexadecimal', `${sound.slice(0, -1)}g`],
])('%s is no proof', (_, header) => expect(matches(header)).toBe(false));

test('the header may be written in upper case, stand in a list or under another spelling', () => {
  expect(matches(sound.toUpperCase())).toBe(true);
  expect(matches(['sha256=00', sound])).toBe(true);
  expect(signatureMatches({ 'X-Hub-Signature-256': sound }, body, secret)).toBe(true);
});

test('an empty secret proves nothing', () => {
  expect(matches(signatureOf(body, ''), body, '')).toBe(false);
});

test('the same JSON written otherwise is not what was signed', () => {
  expect(matches(sound, Buffer.from(JSON.stringify(JSON.parse(body.toString()))))).toBe(false);
});

test('a single altered bit of body, or another secret, fails', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc.nat(),
      fc.integer({ min: 0, max: 7 }),
      (bytes, at, bit) => {
        const header = signatureOf(bytes, secret);
        const altered = Uint8Array.from(bytes);
        altered[at % bytes.length]! ^= 1 << bit;
        expect(matches(header, bytes)).toBe(true);
        expect(matches(header, altered)).toBe(false);
        expect(matches(header, bytes, 'other')).toBe(false);
      },
    ),
  );
});
