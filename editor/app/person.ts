import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../client/http.ts';
import { meQuery } from '../client/me.ts';
import type { Language } from '../texts/languages.ts';
import { problemText } from '../ui/problem-text.ts';
import { showTrouble } from '../ui/undo.ts';
import { useLanguage } from './preferences.ts';

/** The language of the person who is signed in; a choice is kept with them and goes where they sign in. */
export function useChosenLanguage(): { language: Language; choose: (language: Language) => void } {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { language, show } = useLanguage();
  const keep = async (chosen: Language) => {
    show(chosen);
    try {
      client.setQueryData(meQuery.queryKey, await call('PATCH /me', { body: { language: chosen } }));
    } catch (error) {
      showTrouble(problemText(t, error));
    }
  };
  return { language, choose: (chosen) => void keep(chosen) };
}

export function useSignOut(): () => void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await call('DELETE /sign-in', {});
    } catch (error) {
      showTrouble(problemText(t, error));
      return;
    }
    await navigate('/sign-in', { replace: true });
    // What the last person saw is not for the next one.
    client.clear();
  };
  return () => void leave();
}
