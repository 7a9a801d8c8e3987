import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { cardName } from './actions.ts';
import { useCanvas } from './canvas-state.ts';
import { NodeIcon } from './NodeIcon.tsx';
import { PickList } from './PickList.tsx';
import { findCards } from './searching.ts';

/** Finds cards by their names and texts, and goes there. */
export function FindBar() {
  const finding = useCanvas((state) => state.finding);
  const flow = useFlow((state) => state.flow);
  return finding && flow && <Open flow={flow} />;
}

function Open({ flow }: { flow: Flow }) {
  const { t } = useTranslation();
  const types = new Map(flow.nodes.map(({ id, type }) => [id, nodeTypes.get(type)?.editor]));
  const close = () => useCanvas.setState({ finding: false });
  return (
    <PickList
      testId="find"
      label={t('canvas.find.label')}
      nothing={t('canvas.find.nothing')}
      find={(query) =>
        findCards(flow, query, (id) => cardName(flow, id)).map(({ id, name, excerpt }) => ({
          id,
          text: name,
          second: excerpt || undefined,
          icon: <NodeIcon icon={types.get(id)?.icon ?? ''} group={types.get(id)?.group ?? null} />,
        }))
      }
      onClose={close}
      onPick={(id) => {
        close();
        useSelection.getState().select(id);
        useCanvas.getState().want(id, true);
      }}
    />
  );
}
