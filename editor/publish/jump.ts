import type { Flow, Issue } from '../../runtime/contract/index.ts';
import { useSelection } from '../flow/selection.ts';

/** Opens the inspector where a problem is, at its very field where that is known. */
export function jumpTo(flow: Flow, { node, path = '' }: Issue): void {
  const { select, selectTrigger, openSettings, focusField } = useSelection.getState();
  const [, list, index, ...rest] = path.split('/');
  const field = rest.length > 0 ? `/${rest.join('/')}` : '';
  const trigger = list === 'triggers' ? flow.triggers[Number(index)] : undefined;
  if (node !== undefined) {
    select(node);
    if (list === 'nodes' && field !== '') focusField(field);
  } else if (trigger) {
    selectTrigger(trigger.id);
    if (field !== '') focusField(field);
  } else {
    openSettings();
    if (list === 'settings') focusField(path);
  }
}
