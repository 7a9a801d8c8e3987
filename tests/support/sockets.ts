import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { io, type Socket } from 'socket.io-client';
import { createApp } from '../../api/http/app.ts';
import { createCookieReader } from '../../api/http/authenticate.ts';
import type { Changed } from '../../api/sockets/broadcast.ts';
import { createSockets, type Sockets } from '../../api/sockets/sockets.ts';
import { createChangeStore } from '../../api/store/changes.ts';
import type { TestApi } from './api.ts';
import { until } from './until.ts';

/** A web process on the store of a `TestApi`: HTTP and sockets on one port. */
export type WebProcess = { url: string; port: number; sockets: Sockets; close(): Promise<void> };

export async function startWebProcess(
  { deps, connection }: TestApi,
  { shared = false, port = 0 }: { shared?: boolean; port?: number } = {},
): Promise<WebProcess> {
  const { signIns, users, log } = deps;
  const sockets = createSockets({
    readCookie: createCookieReader({ signIns, users, publicOrigin: undefined }),
    ...(shared && { changes: createChangeStore(connection) }),
    log,
  });
  const app = createApp({ ...deps, announce: sockets.announce, signedOut: sockets.signedOut });
  const server: Server = createServer(app);
  sockets.attach(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const used = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${used}`,
    port: used,
    sockets,
    async close() {
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Signs in and returns the cookie as a browser would send it. */
export async function cookieOf(url: string, email: string, password: string): Promise<string> {
  const answer = await request(url).post('/api/v1/sign-in').send({ email, password }).expect(200);
  return String((answer.headers['set-cookie'] as unknown as string[])[0]).split(';')[0] ?? '';
}

/** A browser that listens. */
export type Listener = {
  socket: Socket;
  heard: Changed[];
  /** How often it was connected. */
  connects: number;
  /** Resolves when the topic was heard. */
  hears(topic: string): Promise<void>;
  refused: Promise<string>;
  close(): void;
};

export async function listen(url: string, headers: { [name: string]: string }): Promise<Listener> {
  const socket = io(url, {
    path: '/socket.io',
    transports: ['websocket'],
    extraHeaders: headers,
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 50,
  });
  const listener: Listener = {
    socket,
    heard: [],
    connects: 0,
    hears: (topic) =>
      until(() => listener.heard.some((changed) => changed.topic === topic), {
        timeoutMs: 5_000,
        everyMs: 10,
        describe: () => `${topic} among ${JSON.stringify(listener.heard)}`,
      }),
    refused: new Promise((resolve) => socket.once('connect_error', (error) => resolve(error.message))),
    close: () => socket.close(),
  };
  socket.on('changed', (changed: Changed) => listener.heard.push(changed));
  const first = new Promise<void>((resolve) => {
    socket.on('connect', () => {
      listener.connects += 1;
      resolve();
    });
  });
  await Promise.race([first, listener.refused]);
  return listener;
}
