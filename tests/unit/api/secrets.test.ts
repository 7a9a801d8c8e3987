import { describe, expect, test } from '@jest/globals';
import { createSealer, SecretUnreadable } from '../../../api/store/secrets.ts';

const sealer = createSealer('a secret of tests');

describe('a sealed secret', () => {
  test('opens to what was sealed, and never looks the same twice', () => {
    for (const plain of ['', 'EAAG-token', 'ñandú 🐦', 'x'.repeat(10_000)]) {
      const [one, two] = [sealer.seal(plain, 'here'), sealer.seal(plain, 'here')];
      expect(sealer.open(one, 'here')).toBe(plain);
      expect(one).not.toBe(two);
      if (plain) expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').includes(plain)).toBe(false);
    }
  });

  test('says so when APP_SECRET is another', () => {
    const foreign = createSealer('another secret').seal('token', 'here');
    expect(() => sealer.open(foreign, 'here')).toThrow(/another APP_SECRET/);
  });

  test('does not open at another place, changed by a bit, cut short or made up', () => {
    const sealed = sealer.seal('token', 'channel:one:accessToken');
    expect(() => sealer.open(sealed, 'channel:two:accessToken')).toThrow(SecretUnreadable);
    const [version, key, body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() =>
        sealer.open(`${version}.${key}.${changed.toString('base64url')}`, 'channel:one:accessToken'),
      ).toThrow(SecretUnreadable);
    }
    for (const made of ['', 'token', '2.x.y', `${version}.${key}.`, `${sealed}.more`])
      expect(() => sealer.open(made, 'channel:one:accessToken')).toThrow(SecretUnreadable);
  });
});
