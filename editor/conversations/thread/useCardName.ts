import { useTranslation } from 'react-i18next';
import { useFlowVersion } from '../queries.ts';

type Origin = { flowId?: string; flowVersion?: number; node?: string };

/** What a flow and one of its cards are called; the id stands in until the flow is read, and when it is gone. */
export function useCardName({ flowId, flowVersion, node }: Origin): { flow: string; card: string | undefined } {
  const { t } = useTranslation();
  const { data } = useFlowVersion(flowId, flowVersion);
  const found = data?.flow.nodes.find(({ id }) => id === node);
  return {
    flow: data?.flow.name ?? flowId ?? '',
    card: found ? (found.name ?? t(`nodes.${found.type}.label`, { defaultValue: found.type })) : node,
  };
}

/** A card in the editor. */
export const cardAddress = (flowId: string, node: string | undefined): string =>
  `/flows/${encodeURIComponent(flowId)}${node === undefined ? '' : `?card=${encodeURIComponent(node)}`}`;
