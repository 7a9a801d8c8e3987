import { useMemo } from 'react';
import { create } from 'zustand';
import type { Flow } from '../../runtime/contract/index.ts';
import { localizedNode } from '../../runtime/engine/languages/localize.ts';
import { useFlow } from '../flow/store.ts';

/** In which language cards are shown, and whether the table of translations is open. Not the document. */
export const useLanguages = create<{ shown: string | null; table: boolean }>(() => ({ shown: null, table: false }));

useFlow.subscribe(({ flowId }, before) => {
  if (flowId !== before.flowId) useLanguages.setState({ shown: null, table: false });
});

/** The language that cards are shown in; null while it is the one that the flow is written in. */
export function useShownLanguage(): string | null {
  const shown = useLanguages((state) => state.shown);
  return useFlow(({ flow }) => (shown !== null && (flow?.languages.indexOf(shown) ?? 0) > 0 ? shown : null));
}

/** A flow as people of a language read it. Only to look at: edits are made on the flow as it is written. */
export function inLanguage(flow: Flow, language: string): Flow {
  const chain = [language, flow.languages[0] ?? ''];
  return { ...flow, nodes: flow.nodes.map((node) => localizedNode(flow, node, chain)) };
}

/** The open flow with the texts of the language that is shown. */
export function useShownFlow(): Flow | null {
  const flow = useFlow((state) => state.flow);
  const language = useShownLanguage();
  return useMemo(() => (flow && language !== null ? inLanguage(flow, language) : flow), [flow, language]);
}
