import { useTranslation } from 'react-i18next';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useSimulation } from './simulation.ts';
import type { Teller } from './words.ts';

/** What the lines of the running simulation are told with; null while nothing runs. */
export function useTeller(): Teller | null {
  const { t, i18n } = useTranslation();
  const flow = useSimulation((state) => state.flow);
  const worldZone = useSimulation((state) => state.world.timeZone);
  return flow && { t, language: i18n.language, flow, nodeTypes, timeZone: flow.settings.timeZone ?? worldZone };
}
