import { call } from './http.ts';

/** What this installation is; anybody may know. */
export const aboutQuery = { queryKey: ['about'], queryFn: () => call('GET /about', {}), staleTime: Infinity };
