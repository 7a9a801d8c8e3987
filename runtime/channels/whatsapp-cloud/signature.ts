import { createHmac, timingSafeEqual } from 'node:crypto';

type Headers = { [name: string]: string | string[] | undefined };

const headerName = 'x-hub-signature-256';
const form = /^\s*sha256=([0-9a-f]{64})\s*$/i;

/** The signature as Meta writes it into `X-Hub-Signature-256`, over exactly these bytes. */
export const signatureOf = (rawBody: Uint8Array | string, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(rawBody).digest('hex')}`;

/**
 * True when one of the signature headers was made with the app secret over exactly these bytes. Compared in constant time.
 * A missing header, one of another form or an empty secret is no proof.
 */
export function signatureMatches(headers: Headers, rawBody: Uint8Array, appSecret: string): boolean {
  if (appSecret === '') return false;
  const given = [signatureHeader(headers)].flat().slice(0, 4);
  const signatures = given.flatMap((value) => form.exec(value ?? '')?.[1] ?? []);
  if (signatures.length === 0) return false;
  const expected = createHmac('sha256', appSecret).update(rawBody).digest();
  return signatures.some((signature) => timingSafeEqual(Buffer.from(signature, 'hex'), expected));
}

function signatureHeader(headers: Headers): string | string[] | undefined {
  const found = headers[headerName];
  if (found !== undefined) return found;
  const name = Object.keys(headers).find((key) => key.toLowerCase() === headerName);
  return name === undefined ? undefined : headers[name];
}
