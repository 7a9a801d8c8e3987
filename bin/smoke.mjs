// A newcomer's first minute, as a check: `npm start` in a fresh data folder, a signed `ping` from WhatsApp's side, the answer
// at the provider's side, a second start over the same data, SIGTERM. Prints a line per check and the plain count at the end.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from './server-process.mjs';
import { root } from './sources.mjs';

const demo = {
  channel: 'demo-whatsapp',
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  appSecret: 'demo-app-secret',
};
const person = '5215550001111';
const folder = mkdtempSync(join(tmpdir(), 'cauce-smoke-'));
const checks = { passed: 0, failed: 0 };
const provider = await startProvider();

try {
  let server = await start(['npm', 'start']);
  await check('npm start is ready in an empty folder', () => server.ready());
  await check('a signed "ping 7" is answered "pong #7 v1"', async () => {
    await postWebhook(server.url, textMessage('wamid.smoke-1', 'ping 7'));
    same(await provider.nextText(), { to: person, text: 'pong #7 v1' });
  });
  await check('the same webhook again is answered 200 and not acted on', async () => {
    await postWebhook(server.url, textMessage('wamid.smoke-1', 'ping 7'));
    await postWebhook(server.url, textMessage('wamid.smoke-2', 'ping 8'));
    same(await provider.nextText(), { to: person, text: 'pong #8 v2' });
  });
  await check('a webhook with a wrong signature is refused', async () => {
    const { status } = await send(server.url, textMessage('wamid.smoke-3', 'ping 9'), 'sha256=00');
    if (status < 400 || status > 499) throw new Error(`It was answered ${status}.`);
  });
  await check('SIGTERM to npm ends all of it', () => server.stop());

  server = await start(['node', 'bin/start.mjs']);
  await check('a second start finds what the first one knew', async () => {
    await server.ready();
    await postWebhook(server.url, textMessage('wamid.smoke-4', 'ping 10'));
    same(await provider.nextText(), { to: person, text: 'pong #10 v3' });
  });
  await check('SIGTERM ends the program with status 0', async () => same(await server.stop(), 0));
} finally {
  provider.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${checks.passed} passed, ${checks.failed} failed`);
process.exit(checks.failed === 0 ? 0 : 1);

/** Later checks rest on earlier ones: the first that fails ends the run. */
async function check(title, run) {
  try {
    await run();
    checks.passed += 1;
    console.log(`  ok: ${title}`);
  } catch (error) {
    checks.failed += 1;
    console.log(`  FAILED: ${title}\n${String(error)}`);
    console.log(`${checks.passed} passed, ${checks.failed} failed`);
    provider.close();
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  }
}

function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`Expected ${b}, got ${a}.`);
}

function start(command) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(MONGODB_URI|NODE_ENV|ROLES|DEMO|APP_SECRET|PUBLIC_URL)$/.test(name),
  );
  return startServer(command, {
    cwd: root,
    env: {
      ...Object.fromEntries(inherited),
      HOST: '127.0.0.1',
      DATA_DIR: join(folder, 'data'),
      WHATSAPP_GRAPH_URL: provider.url,
    },
  });
}

function textMessage(id, text) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: demo.wabaId,
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550000001', phone_number_id: demo.phoneNumberId },
              contacts: [{ profile: { name: 'Ana' }, wa_id: person }],
              messages: [{ from: person, id, timestamp, type: 'text', text: { body: text } }],
            },
          },
        ],
      },
    ],
  };
}

async function postWebhook(url, body) {
  const signature = `sha256=${createHmac('sha256', demo.appSecret).update(JSON.stringify(body)).digest('hex')}`;
  const { status } = await send(url, body, signature);
  if (status !== 200) throw new Error(`The webhook was answered ${status}.`);
}

function send(url, body, signature) {
  return fetch(`${url}/webhooks/whatsapp/${demo.channel}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
    body: JSON.stringify(body),
  });
}

/** WhatsApp's side: takes messages as the Graph API does and remembers the texts. */
async function startProvider() {
  const texts = [];
  const waiting = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : {};
      if (
        request.method === 'POST' &&
        request.url?.endsWith(`/${demo.phoneNumberId}/messages`) &&
        body.type === 'text'
      ) {
        const text = { to: String(body.to).replace(/^\+/, ''), text: body.text.body };
        const next = waiting.shift();
        if (next) next(text);
        else texts.push(text);
      }
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          messaging_product: 'whatsapp',
          contacts: [{ input: body.to, wa_id: String(body.to).replace(/^\+/, '') }],
          messages: [{ id: `wamid.answer-${Math.random().toString(36).slice(2)}` }],
          success: true,
        }),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** The next text nobody has asked for yet; rejects after 10 seconds without one. */
    nextText() {
      if (texts.length > 0) return Promise.resolve(texts.shift());
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('No message reached the provider within 10 s.')), 10_000);
        waiting.push((text) => {
          clearTimeout(timer);
          resolve(text);
        });
      });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
