import { Button } from '@mantine/core';
import { IconPlus, IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useFlow } from '../flow/store.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { add } from './actions.ts';
import { useCanvas } from './canvas-state.ts';
import styles from './Canvas.module.css';
import { NodeIcon } from './NodeIcon.tsx';

/** What a first card often is. */
const first = ['send-text', 'ask-buttons', 'ask'];

/** A flow without cards: what to do first. */
export function EmptyCanvas() {
  const { t } = useTranslation();
  const readOnly = useFlow((state) => state.readOnly);
  return (
    <div className={styles.empty}>
      <EmptyState
        icon={IconRoute}
        title={t('canvas.empty.title')}
        actions={
          !readOnly && (
            <>
              <Button
                leftSection={<IconPlus aria-hidden size={18} stroke={1.5} />}
                onClick={(event) => {
                  const { left, bottom } = event.currentTarget.getBoundingClientRect();
                  useCanvas.setState({ adding: { menu: { x: left, y: bottom }, at: { x: 0, y: 0 } } });
                }}
              >
                {t('canvas.empty.add')}
              </Button>
              {first.map((type) => {
                const nodeType = nodeTypes.get(type);
                return (
                  nodeType && (
                    <Button
                      key={type}
                      variant="default"
                      leftSection={<NodeIcon icon={nodeType.editor.icon} group={nodeType.editor.group} />}
                      onClick={() => add(nodeType, { at: { x: 0, y: 0 } })}
                    >
                      {t(nodeType.editor.label)}
                    </Button>
                  )
                );
              })}
            </>
          )
        }
      >
        {t('canvas.empty.words')}
      </EmptyState>
    </div>
  );
}
