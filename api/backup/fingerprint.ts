import { scryptSync } from 'node:crypto';

/**
 * Tells whether two secrets are the same without telling either: 16 bytes as hexadecimal. Made with a memory-hard function,
 * because backups travel and a secret that a person chose could be guessed from a plain hash. Takes about a tenth of a second.
 */
export function secretFingerprint(secret: string): string {
  return scryptSync(secret, 'cauce backup: fingerprint of APP_SECRET', 16, { N: 2 ** 14 }).toString('hex');
}
