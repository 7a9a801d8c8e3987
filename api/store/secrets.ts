import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** The secret was sealed under another APP_SECRET, or is damaged. People can act on it, so the message says how. */
export class SecretUnreadable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SecretUnreadable';
  }
}

export type Sealer = {
  /** `1.{key id}.{nonce, tag and ciphertext in base64url}`. `purpose` is bound to it: a value cannot be moved to another place. */
  seal(plain: string, purpose: string): string;
  /** Throws `SecretUnreadable`. */
  open(sealed: string, purpose: string): string;
};

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with a key derived from APP_SECRET (HKDF-SHA-256). The key's id tells a wrong APP_SECRET from damage. */
export function createSealer(appSecret: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', appSecret, '', 'cauce secrets at rest', 32));
  const keyId = createHash('sha256').update('cauce key id').update(key).digest('hex').slice(0, 8);
  return {
    seal(plain, purpose) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `1.${keyId}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
    },
    open(sealed, purpose) {
      const [version, sealedWith, body = '', ...rest] = sealed.split('.');
      if (version !== '1' || rest.length > 0) throw new SecretUnreadable('A stored secret has an unknown form.');
      if (sealedWith !== keyId)
        throw new SecretUnreadable(
          'A stored secret was encrypted under another APP_SECRET. Set the old APP_SECRET again, or enter the secret anew.',
        );
      const bytes = Buffer.from(body, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        })
          .setAAD(Buffer.from(purpose))
          .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new SecretUnreadable('A stored secret is damaged. Enter it anew.');
      }
    },
  };
}

/** What is kept of a token that only its bearer knows: enough to recognise it, useless to whoever reads the store. */
export const fingerprintOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A token nobody guesses: 256 random bits. */
export const newToken = (prefix: string): string => `${prefix}${randomBytes(32).toString('base64url')}`;

/** An id of no meaning: 96 random bits. */
export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('base64url')}`;
