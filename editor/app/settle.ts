import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../client/http.ts';
import { useMay, useMe } from '../client/me.ts';
import { isLanguage } from '../texts/languages.ts';
import { useZone } from '../ui/time.ts';
import { useLanguage } from './preferences.ts';

export const workspaceQuery = { queryKey: ['workspace'], queryFn: () => call('GET /workspace', {}), staleTime: 60_000 };

/** Shows everything as the person and the workspace want it: language and time zone. */
export function useSettled(): void {
  const { i18n } = useTranslation();
  const wanted = useMe()?.language;
  const { show } = useLanguage();
  useEffect(() => {
    if (wanted !== undefined && isLanguage(wanted) && wanted !== i18n.language) show(wanted);
    // Only what the server says counts; a choice made here is on its way there.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [wanted]);

  const mayRead = useMay('workspace.read');
  const zone = useQuery({ ...workspaceQuery, enabled: mayRead }).data?.timeZone;
  useEffect(() => {
    if (zone !== undefined) useZone.setState({ zone });
  }, [zone]);
}
