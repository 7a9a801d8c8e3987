import { create } from 'zustand';
import { useSimulation } from '../simulator/simulation.ts';
import { useFlow } from './store.ts';

export type DrawerTab = 'problems' | 'tests' | 'versions';
export type PhoneTab = 'outline' | 'simulator' | 'publish';

/** Which parts of the editor are open. Not the document, and forgotten with the page. */
export const useLayout = create<{
  drawer: DrawerTab | null;
  /** What is in front at the right while both are open. */
  front: 'inspector' | 'simulator';
  phone: PhoneTab;
  publishing: boolean;
}>(() => ({ drawer: null, front: 'inspector', phone: 'outline', publishing: false }));

export const toggleDrawer = (tab: DrawerTab): void =>
  useLayout.setState(({ drawer }) => ({ drawer: drawer === tab ? null : tab }));

/** Opens the simulator, or brings it to the front. */
export function tryFlow(): void {
  if (!useFlow.getState().flow) return;
  if (!useSimulation.getState().open) useSimulation.getState().start();
  useLayout.setState({ front: 'simulator' });
}
