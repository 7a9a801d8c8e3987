import { QueryClient } from '@tanstack/react-query';
import { io } from 'socket.io-client';
import { create } from 'zustand';
import { ApiProblem, onUnreachable } from './http.ts';

/**
 * What the server says over the socket: something changed that was read under this key. `flow:ID` is the query key `['flow', ID]`;
 * `revision` comes with documents that people edit. It says nothing that cannot be read again.
 */
export type Changed = { topic: string; revision?: number };

/** Whether the server is there. `lost` is shown to the user at once, and what is on the screen is then known to be old. */
export const useConnection = create<{ state: 'connecting' | 'there' | 'lost' }>(() => ({ state: 'connecting' }));

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // What changes is told by the socket; a screen that is opened again is at most so old.
      staleTime: 30_000,
      networkMode: 'always',
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.passes,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

const listeners = new Set<(changed: Changed) => void>();
/** For screens that do more than read again, as the flow editor does. Returns how to stop. */
export function onChanged(listener: (changed: Changed) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const comebacks = new Set<() => void>();
/** Calls back when the server is there again. Returns how to stop. */
export function onComeback(listener: () => void): () => void {
  comebacks.add(listener);
  return () => comebacks.delete(listener);
}

/** How long a socket is left alone that stands while requests fail, in milliseconds: at first, at most, and when it is forgotten. */
const [firstPauseMs, longestPauseMs, calmMs] = [300, 10_000, 30_000];

/** Follows the server's changes until the returned function is called. The sign-in cookie says who asks. */
export function goLive(): () => void {
  const socket = io({
    path: '/socket.io',
    transports: ['websocket'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
  });
  let wasThere = false;
  socket.on('connect', () => {
    const missed = wasThere || useConnection.getState().state === 'lost';
    useConnection.setState({ state: 'there' });
    if (missed) {
      // Nobody knows what.
      void queryClient.invalidateQueries();
      for (const listener of comebacks) listener();
    }
    wasThere = true;
  });
  const lost = () => useConnection.setState({ state: 'lost' });
  socket.on('disconnect', lost);
  socket.on('connect_error', lost);
  let probe: ReturnType<typeof setTimeout> | undefined;
  let pause = firstPauseMs;
  let lastTrouble = 0;
  const stopWatching = onUnreachable(() => {
    lost();
    const now = Date.now();
    if (now - lastTrouble > calmMs) pause = firstPauseMs;
    lastTrouble = now;
    // A socket that has not noticed is made to find out; its return says that the server is back. Where only requests fail, each
    // return makes new ones, so it takes longer every time.
    if (!socket.connected || probe !== undefined) return;
    probe = setTimeout(() => {
      probe = undefined;
      socket.disconnect().connect();
    }, pause);
    pause = Math.min(pause * 2, longestPauseMs);
  });
  socket.on('changed', (changed: Changed) => {
    // Only the first colon divides: an id may hold others.
    const [, list = '', id] = /^([^:]*)(?::(.*))?$/s.exec(changed.topic) ?? [];
    void queryClient.invalidateQueries({ queryKey: id === undefined ? [list] : [list, id] });
    for (const listener of listeners) listener(changed);
  });
  return () => {
    stopWatching();
    clearTimeout(probe);
    socket.close();
  };
}
