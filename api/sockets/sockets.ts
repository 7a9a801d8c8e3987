import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { EventListener, Logger } from '../../runtime/ports.ts';
import { mayDo, type Principal } from '../http/access.ts';
import type { CookieReader } from '../http/authenticate.ts';
import type { ChangeStore } from '../store/changes.ts';
import { fingerprintOf } from '../store/secrets.ts';
import { createBroadcast, type Changed } from './broadcast.ts';
import { createFollower } from './follow.ts';
import { heardBy, readerOf, topicsOf } from './project.ts';
import type { Announce } from './topics.ts';

/** A person's tabs and devices on one sign-in; more are refused. */
const mostOfOneSignIn = 50;
/** Whether a sign-in is still in force, and its role the same, is looked at so often. */
const checkEveryMs = 60_000;

export type SocketDeps = {
  /** Who a request's cookie belongs to. Throws for a request of another site. */
  readCookie: CookieReader;
  /** Where other processes share the store. */
  changes?: ChangeStore;
  log: Logger;
};

type Known = { principal: Principal; token: string };

/**
 * The browsers' side of everything that changes: socket.io at `/socket.io`, over WebSocket alone. The cookie is the proof, looked at
 * before the connection is; a browser of another site is refused. It only ever says `changed { topic, revision? }`, to those who may read
 * the topic, and listens to nothing. A crash leaves nothing behind: browsers connect again and read again.
 */
export function createSockets({ readCookie, changes, log }: SocketDeps) {
  const known = new WeakMap<IncomingMessage, Known>();
  const io = new Server({
    path: '/socket.io',
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: 4_096,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    allowRequest: (request, decide) => {
      identify(request).then(
        (who) => decide(who ? null : 'access.unauthenticated', who !== undefined),
        (error: unknown) => {
          log.warn({ error }, 'a socket was refused');
          decide('refused', false);
        },
      );
    },
  });
  const broadcast = createBroadcast((workspaceId, changed) => {
    io.to(roomOf(workspaceId, readerOf(changed.topic))).emit('changed', changed satisfies Changed);
  });
  const follower = changes && createFollower(changes, broadcast, log);
  let check: NodeJS.Timeout | undefined;
  let isAttached = false;

  async function identify(request: IncomingMessage): Promise<Known | undefined> {
    const who = await readCookie(request, { sameOriginOnly: true });
    if (!who) return undefined;
    if ((io.sockets.adapter.rooms.get(signInRoom(who.token))?.size ?? 0) >= mostOfOneSignIn) return undefined;
    known.set(request, who);
    return who;
  }

  io.on('connection', (socket) => {
    const who = known.get(socket.request);
    if (!who) return socket.conn.close();
    const { principal, token } = who;
    const rooms = heardBy.filter((permission) => mayDo(principal, permission));
    void socket.join([signInRoom(token), ...rooms.map((permission) => roomOf(principal.workspaceId, permission))]);
    const unwatch = broadcast.watch(principal.workspaceId);
    follower?.start();
    socket.on('disconnect', unwatch);
  });

  async function recheck(socket: Socket): Promise<void> {
    const before = known.get(socket.request);
    const now = await readCookie(socket.request, { sameOriginOnly: true });
    if (!now) socket.disconnect(true);
    // Whose role has changed comes again by themselves, into other rooms.
    else if (now.principal.role !== before?.principal.role) socket.conn.close();
  }

  const announce: Announce = (workspaceId, topic, revision) => {
    broadcast.announce(workspaceId, topic, revision);
    changes
      ?.note(workspaceId, topic, revision)
      .catch((error: unknown) => log.warn({ error, topic }, 'other processes were not told of a change'));
  };

  return {
    announce,
    /** Whether anybody would hear of it, here or elsewhere. */
    anybody: (): boolean => changes !== undefined || broadcast.watched().length > 0,
    /** What conversations of this process made true; those of others come by the log. */
    heard: (({ id, workspaceId, conversationId, events }) => {
      if (!broadcast.watches(workspaceId)) return;
      follower?.heard(id);
      for (const topic of topicsOf(conversationId, events)) broadcast.announce(workspaceId, topic);
    }) satisfies EventListener,
    signedOut(token: string): void {
      io.in(signInRoom(token)).disconnectSockets(true);
    },
    attach(server: HttpServer): void {
      isAttached = true;
      io.attach(server);
      check = setInterval(() => {
        for (const socket of io.sockets.sockets.values())
          recheck(socket).catch((error: unknown) => log.warn({ error }, 'a sign-in could not be looked at'));
      }, checkEveryMs).unref();
    },
    /** Cuts all connections, as a lost network would: browsers come again when the server is there again. */
    close(): void {
      clearInterval(check);
      follower?.stop();
      broadcast.close();
      if (isAttached) io.engine.close();
    },
  };
}
export type Sockets = ReturnType<typeof createSockets>;

const roomOf = (workspaceId: string, permission: string): string => `workspace ${workspaceId} ${permission}`;
const signInRoom = (token: string): string => `sign-in ${fingerprintOf(token)}`;
