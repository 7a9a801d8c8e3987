import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Flow, FlowNode } from '../../runtime/contract/index.ts';
import { NodeIcon } from '../canvas/NodeIcon.tsx';
import { useMay } from '../client/me.ts';
import { AnswerForm } from './AnswerForm.tsx';
import { firstMock, type Mock } from './mocks.ts';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';
import { useTeller } from './useTeller.ts';
import { cardName } from './words.ts';

export const callingCards = (flow: Flow | null): FlowNode[] =>
  flow?.nodes.filter(({ type }) => type === 'call-webhook') ?? [];

/** How each webhook card is answered: asked every time, by an example, or by the real other side. */
export function CallsList() {
  const { t } = useTranslation();
  const teller = useTeller();
  const mocks = useSimulation((state) => state.mocks);
  const setMock = useSimulation((state) => state.setMock);
  const mayCall = useMay('flows.edit');
  if (!teller) return null;
  const modes: Mock['mode'][] = mayCall ? ['ask', 'example', 'real'] : ['ask', 'example'];
  return (
    <ul className={styles.calls}>
      {callingCards(teller.flow).map((node) => {
        const mock = mocks[node.id] ?? firstMock;
        const editor = teller.nodeTypes.get(node.type)?.editor;
        return (
          <li key={node.id}>
            <p className={styles.callTitle}>
              <NodeIcon icon={editor?.icon ?? ''} group={editor?.group ?? null} size={16} />
              {cardName(teller, node.id)}
            </p>
            <SegmentedControl
              fullWidth
              size="xs"
              aria-label={t('simulator.call.how', { card: cardName(teller, node.id) })}
              data={modes.map((mode) => ({ value: mode, label: t(`simulator.call.modes.${mode}`) }))}
              value={mock.mode}
              onChange={(mode) => setMock(node.id, { ...mock, mode: modes.find((one) => one === mode) ?? 'ask' })}
            />
            {mock.mode === 'example' && (
              <AnswerForm
                key={`${mock.status} ${mock.body}`}
                first={mock}
                submit={t('common.save')}
                onSubmit={(given) => setMock(node.id, { mode: 'example', ...given })}
              />
            )}
            {mock.mode === 'real' && <p className={styles.quiet}>{t('simulator.call.real-help')}</p>}
          </li>
        );
      })}
    </ul>
  );
}
