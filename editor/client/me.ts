import { useQuery } from '@tanstack/react-query';
import { call, type AnswerOf } from './http.ts';

export type Me = AnswerOf<'GET /me'>;

/** Who is signed in. Throws `access.unauthenticated` when nobody is. */
export const meQuery = { queryKey: ['me'], queryFn: () => call('GET /me', {}), staleTime: 60_000 };

export const useMe = (): Me | undefined => useQuery(meQuery).data;

/** Whether the person who is signed in may do this; screens hide what may not be done. */
export const useMay = (permission: string): boolean => useMe()?.permissions.includes(permission) ?? false;
