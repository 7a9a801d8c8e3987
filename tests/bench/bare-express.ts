import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Pool } from 'undici';
import { openCommandStore } from '../../api/backup/command.ts';
import { demoChannel } from '../support/webhooks.ts';

/**
 * The least a webhook handler can be, as a process of its own: the same signature check, one journalled write to the same kind of
 * store, the same call to the provider. No flow, no mailbox, no outbox, no order: what the program costs beyond this is the price
 * of its promises. Told by BARE_GRAPH_URL, BARE_DATA_DIR and MONGODB_URI; tells its port by IPC and ends with its parent.
 */
const graphUrl = process.env.BARE_GRAPH_URL ?? '';
const store = await openCommandStore({
  mongodbUri: process.env.MONGODB_URI,
  dataDir: process.env.BARE_DATA_DIR ?? '',
});
const inbound = store.db.collection<{ _id: string; raw: string; at: Date }>('bareInbound');
const graph = new Pool(graphUrl, { connections: 64, pipelining: 1 });

type Envelope = {
  entry: { changes: { value: { messages: { id: string; from: string; text: { body: string } }[] } }[] }[];
};

const app = express();
app.post(
  '/webhooks/whatsapp/:channelId',
  express.raw({ type: 'application/json', limit: '3mb' }),
  async (request, response) => {
    const raw = request.body as Buffer;
    const expected = Buffer.from(`sha256=${createHmac('sha256', demoChannel.appSecret).update(raw).digest('hex')}`);
    const given = Buffer.from(request.get('x-hub-signature-256') ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      response.sendStatus(401);
      return;
    }
    const text = raw.toString('utf8');
    const message = (JSON.parse(text) as Envelope).entry[0]?.changes[0]?.value.messages[0];
    if (!message) {
      response.sendStatus(200);
      return;
    }
    const _id = `${String(request.params.channelId)}:${message.id}`;
    await inbound.insertOne({ _id, raw: text, at: new Date() }, { writeConcern: { w: 1, j: true } });
    response.sendStatus(200);

    const sequence = message.text.body.replace(/\D/g, '');
    const { body } = await graph.request({
      method: 'POST',
      path: `/v24.0/${demoChannel.phoneNumberId}/messages`,
      headers: { 'content-type': 'application/json', authorization: 'Bearer demo-token' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: `+${message.from}`,
        type: 'text',
        text: { body: `pong #${sequence} v${sequence}` },
        biz_opaque_callback_data: _id,
      }),
    });
    await body.json();
  },
);

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.({ port: (server.address() as AddressInfo).port });
process.once('disconnect', () => void store.close().finally(() => process.exit(0)));
