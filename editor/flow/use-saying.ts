import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { showTrouble } from '../ui/undo.ts';
import { placeText } from './place-text.ts';
import { useSelection } from './selection.ts';
import { useFlow } from './store.ts';

/** Says what undo cannot take back any more, lets go of what is gone, and warns before changes are lost that could not be kept. */
export function useSaying(): void {
  const { t } = useTranslation();
  const lost = useFlow((state) => state.lost);
  const atRisk = useFlow((state) => !state.kept && state.pending > 0);
  useEffect(() => {
    const { flow } = useFlow.getState();
    if (lost && flow)
      showTrouble(
        t(`editor.lost.${lost.step}`, { place: placeText(t, flow, lost.edit, lost.edit.before, lost.edit.after) }),
      );
  }, [t, lost]);
  useEffect(() => {
    if (!atRisk) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [atRisk]);
  useEffect(() => {
    const stop = useFlow.subscribe(({ flow }, before) => {
      if (flow !== before.flow) letGo();
    });
    return () => {
      stop();
      useSelection.getState().clear();
    };
  }, []);
}

/** Nothing stays chosen that the flow has no more. */
function letGo(): void {
  const { flow } = useFlow.getState();
  const { nodes, trigger, selectMany, clear } = useSelection.getState();
  if (!flow) return;
  const left = nodes.filter((id) => flow.nodes.some((node) => node.id === id));
  if (left.length < nodes.length) selectMany(left);
  if (trigger !== null && !flow.triggers.some(({ id }) => id === trigger)) clear();
}
