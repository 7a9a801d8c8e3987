import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { goLive, useConnection } from '../client/live.ts';
import { ApiProblem } from '../client/http.ts';
import { meQuery } from '../client/me.ts';
import { Toasts } from '../ui/Toasts.tsx';
import { BottomBar } from './BottomBar.tsx';
import { Dialogs } from './Dialogs.tsx';
import { hearKeys } from './keys.ts';
import { Rail } from './Rail.tsx';
import { Reconnecting } from './Reconnecting.tsx';
import { SkipLink } from './SkipLink.tsx';
import { Unreachable } from './Unreachable.tsx';
import { useSettled } from './settle.ts';
import styles from './Shell.module.css';

/** The frame around every screen, for people who have signed in. Others are sent to sign in, and back to where they wanted to be. */
export function Shell() {
  const { pathname, search } = useLocation();
  const { data: me, error } = useQuery({ ...meQuery, retry: false, refetchInterval: retryWhileAway });
  useSignedOutElsewhere();

  if (isSignedOut(error)) {
    const from = `${pathname}${search}`;
    return <Navigate to={from === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(from)}`} replace />;
  }
  if (me) return <Frame />;
  return error ? <Unreachable error={error} /> : null;
}

function Frame() {
  useSettled();
  useEffect(() => goLive(), []);
  useEffect(() => hearKeys(), []);
  return (
    <div className={styles.frame}>
      <SkipLink />
      <Rail />
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Reconnecting />
      <BottomBar />
      <Toasts />
      <Dialogs />
    </div>
  );
}

const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'access.unauthenticated';

/** A server that is away is asked again until it answers. */
const retryWhileAway = ({ state }: { state: { data: unknown; error: unknown } }): number | false =>
  state.data === undefined && state.error instanceof ApiProblem && state.error.passes ? 2_000 : false;

/** Notices on any screen that the sign-in has ended, and asks who is there, which leads to the sign-in page. */
function useSignedOutElsewhere(): void {
  const client = useQueryClient();
  useEffect(() => {
    const ask = () => void client.refetchQueries({ queryKey: meQuery.queryKey });
    const stops = [
      client.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error') return;
        if (event.query.queryKey[0] !== 'me' && isSignedOut(event.action.error)) ask();
      }),
      client.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error' && isSignedOut(event.action.error)) ask();
      }),
      // The socket is refused, too, when the sign-in has ended.
      useConnection.subscribe(({ state }, before) => {
        if (state === 'lost' && before.state !== 'lost') ask();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
}
