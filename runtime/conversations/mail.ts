import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { DoneOutcome, Email } from '../contract/index.ts';
import { unknownOutcome } from './outside-calls.ts';

export type Mailer = {
  /** Sends a letter once; never throws. `id` makes the letter's own id, so that a copy is recognised as one. */
  send(id: string, letter: Email): Promise<DoneOutcome>;
  close(): void;
};

/** A letter is given up after this; a server that took longer may have taken it. */
const timeoutMs = 20_000;

/** Sends through an SMTP server. `from` is what stands in every letter. */
export function createMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer {
  const transport = createTransport(
    { url: smtpUrl, connectionTimeout: 5_000, greetingTimeout: 5_000, dnsTimeout: 5_000, socketTimeout: 10_000 },
    // A flow's text is a text: it names no file or address whose content would be put in.
    { disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async send(id, { to, subject, body, replyTo }) {
      const began = performance.now();
      const messageId = `<${createHash('sha256').update(id).digest('hex').slice(0, 32)}@cauce>`;
      const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), timeoutMs).unref());
      try {
        const letter = { from, to, subject, text: body, messageId, ...(replyTo !== undefined && { replyTo }) };
        const sent = await Promise.race([transport.sendMail(letter), late]);
        if (sent === 'late') return unknownOutcome('The mail server did not answer in time.');
        return { ok: true, durationMs: Math.round(performance.now() - began) };
      } catch (error) {
        return explained(error);
      }
    },
    close: () => transport.close(),
  };
}

/** What the library says when it got no further than connecting. Of later breaks it tells no stage: those are unknown. */
const neverConnected = new Set(['Connection timeout', 'Greeting never received']);

function explained(error: unknown): DoneOutcome {
  const { responseCode, code, syscall, message } = readable(error);
  // The server answered, and the answer is no.
  if (responseCode !== undefined && responseCode >= 400)
    return { ok: false, code: 'email.refused', message: `The mail server refused the letter (${responseCode}).` };
  if (code === 'EENVELOPE' || code === 'EMESSAGE')
    return { ok: false, code: 'email.refused', message: 'The mail server takes no such address or letter.' };
  if (
    code === 'EAUTH' ||
    code === 'EDNS' ||
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    neverConnected.has(message ?? '')
  )
    return { ok: false, code: 'email.unreachable', message: 'The mail server could not be reached or let nobody in.' };
  return unknownOutcome('The connection broke before the mail server said whether it took the letter.');
}

/** What the library tells of a failure. Its message may hold addresses: it is compared, and goes no further. */
function readable(error: unknown): { responseCode?: number; code?: string; syscall?: string; message?: string } {
  if (typeof error !== 'object' || error === null) return {};
  const given: { responseCode?: unknown; code?: unknown; syscall?: unknown; message?: unknown } = error;
  return {
    ...(typeof given.responseCode === 'number' && { responseCode: given.responseCode }),
    ...(typeof given.code === 'string' && { code: given.code }),
    ...(typeof given.syscall === 'string' && { syscall: given.syscall }),
    ...(typeof given.message === 'string' && { message: given.message }),
  };
}
