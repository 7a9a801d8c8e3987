import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call, type AnswerOf } from '../client/http.ts';
import { queryClient } from '../client/live.ts';
import { useMay } from '../client/me.ts';
import { problemText } from '../ui/problem-text.ts';
import { showTrouble } from '../ui/undo.ts';

/** A guard that stopped a flow at a card on a day. */
export type FlowAlert = AnswerOf<'GET /flow-alerts'>['items'][number];

/** The latest that nobody has dismissed. */
const most = 50;

export const useFlowAlerts = () =>
  useQuery({
    queryKey: ['flow-alerts', { limit: most }],
    queryFn: ({ signal }) => call('GET /flow-alerts', { query: { limit: most }, signal }),
    enabled: useMay('flows.read'),
  });

/** Dismisses one for everybody; undefined for who may not. It is shown again when the flow is stopped there once more. */
export function useDismissing(): ((alertId: string) => void) | undefined {
  const { t } = useTranslation();
  const may = useMay('flows.pause');
  if (!may) return undefined;
  return (alertId) =>
    void call('DELETE /flow-alerts/:alertId', { params: { alertId } })
      .catch((error: unknown) => showTrouble(problemText(t, error)))
      .finally(() => void queryClient.invalidateQueries({ queryKey: ['flow-alerts'] }));
}
