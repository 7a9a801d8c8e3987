import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createMailer, type Mailer } from '../../../runtime/conversations/mail.ts';

/** What the server says to each command; undefined ends the connection without a word. */
type Script = (line: string) => string | undefined;

let server: Server;
let mailer: Mailer;
let received: string;
afterEach(async () => {
  mailer.close();
  await new Promise((resolve) => server.close(resolve));
});

const letter = {
  to: ['ana@example.org', 'eva@example.org'],
  subject: 'Pedido ñ',
  body: 'Hola',
  replyTo: 'yo@example.org',
};

async function mailerFor(script: Script, greeting = '220 ready'): Promise<Mailer> {
  received = '';
  server = createServer((socket: Socket) => {
    let inData = false;
    socket.on('error', () => {});
    socket.write(`${greeting}\r\n`);
    socket.on('data', (part: Buffer) => {
      received += part.toString();
      for (const line of part
        .toString()
        .split('\r\n')
        .filter((one) => one !== '')) {
        if (inData && line !== '.') continue;
        const said = line === 'DATA' ? '354 go on' : script(inData ? '.' : line);
        inData = line === 'DATA';
        if (said === undefined) socket.destroy();
        else socket.write(`${said}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  mailer = createMailer({
    smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}?ignoreTLS=true`,
    from: 'Tienda <hola@tienda.example>',
  });
  return mailer;
}

const fine: Script = () => '250 ok';

test('a letter leaves with its sender, all who get it and an id of its own that a repeat shares', async () => {
  const by = await mailerFor(fine);
  expect(await by.send('w:c.1.1.0', letter)).toEqual({ ok: true, durationMs: expect.any(Number) });
  const first = /Message-ID: (<[0-9a-f]{32}@cauce>)/i.exec(received)?.[1];
  expect(received).toContain('From: Tienda <hola@tienda.example>');
  expect(received).toContain('RCPT TO:<ana@example.org>');
  expect(received).toContain('RCPT TO:<eva@example.org>');
  expect(received).toContain('Reply-To: yo@example.org');
  received = '';
  await by.send('w:c.1.1.0', letter);
  expect([first, /Message-ID: (<.*>)/i.exec(received)?.[1]]).toEqual([expect.any(String), first]);
});

test.each<[string, Script]>([
  ['the sender', (line) => (line.startsWith('MAIL') ? '550 no ana@example.org here' : '250 ok')],
  ['everybody who is to get it', (line) => (line.startsWith('RCPT') ? '550 no ana@example.org here' : '250 ok')],
  ['the letter itself', (line) => (line === '.' ? '554 spam from ana@example.org' : '250 ok')],
])('a server that refuses %s has not taken it, and no address stands in the reason', async (_what, script) => {
  const outcome = await (await mailerFor(script)).send('x', letter);
  expect(outcome).toMatchObject({ ok: false, code: 'email.refused' });
  expect(JSON.stringify(outcome)).not.toContain('@');
});

test('a connection that breaks once the letter is under way leaves its outcome unknown', async () => {
  const by = await mailerFor((line) => (line === '.' ? undefined : '250 ok'));
  expect(await by.send('x', letter)).toMatchObject({ ok: false, code: 'call.outcome-unknown' });
});

test('a server that nobody reaches has certainly not taken it', async () => {
  const by = await mailerFor(fine);
  await new Promise((resolve) => server.close(resolve));
  expect(await by.send('x', letter)).toMatchObject({ ok: false, code: 'email.unreachable' });
  server = createServer().listen(0);
});
