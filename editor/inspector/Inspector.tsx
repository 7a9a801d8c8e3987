import { useTranslation } from 'react-i18next';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { CardPanel } from './CardPanel.tsx';
import css from './Inspector.module.css';
import { SettingsPanel } from './SettingsPanel.tsx';
import { TriggerPanel } from './TriggerPanel.tsx';

// The text editor is wanted by almost every card: it is there before the first one is chosen.
void import('./code/TemplateCode.tsx').catch(() => undefined);

/** What is chosen, to be changed: a card, a trigger or the flow's settings. Nothing chosen, nothing drawn. */
export function Inspector() {
  const { t } = useTranslation();
  const { panel, node, trigger } = useSelection();
  const flow = useFlow((state) => state.flow);
  if (!flow || panel === null) return null;
  const chosenNode = flow.nodes.find(({ id }) => id === node);
  const chosenTrigger = flow.triggers.find(({ id }) => id === trigger);
  if (panel === 'card' && !chosenNode) return null;
  if (panel === 'trigger' && !chosenTrigger) return null;
  return (
    <aside className={css.panel} aria-label={t(`inspector.panel.${panel}`)}>
      {panel === 'card' && chosenNode && <CardPanel key={chosenNode.id} node={chosenNode} flow={flow} />}
      {panel === 'trigger' && chosenTrigger && (
        <TriggerPanel key={chosenTrigger.id} trigger={chosenTrigger} flow={flow} />
      )}
      {panel === 'settings' && <SettingsPanel flow={flow} />}
    </aside>
  );
}
