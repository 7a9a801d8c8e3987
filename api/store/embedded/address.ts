import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** What the child tells its parent. */
export type FromChild =
  { ready: { socket: string } } | { failed: { reason: 'locked' | 'format' | 'other'; message: string } };
/** What the parent tells the child. */
export type ToChild = { stop: true };

/** The address of a running store, in the data directory. */
export const ADDRESS_FILE = 'store.json';

/** sockaddr_un holds 108 bytes with the closing zero; the system silently cuts what is longer. */
export const LONGEST_SOCKET_PATH = 107;

export interface Address {
  socket: string;
  pid: number;
}

export function readAddress(dataDir: string): Address | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, ADDRESS_FILE), 'utf8')) as Address;
  } catch {
    return undefined;
  }
}

/** Whether something answers at a socket. */
export function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
