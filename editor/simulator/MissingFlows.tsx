import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { calledFlows } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useFlowNames } from '../explain/use-flow-names.ts';
import { useLibrary } from '../tests/library.ts';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';

/** Says which flows cannot be gone on to here: those that nobody has published, or that are not there. */
export function MissingFlows() {
  const { t } = useTranslation();
  const nameOf = useFlowNames();
  const flow = useSimulation((state) => state.flow);
  const library = useLibrary();
  const missing = useMemo(() => {
    if (!flow || library.flowId !== flow.id) return [];
    const there = [flow, ...library.flows];
    const called = there.flatMap((each) => calledFlows(each, nodeTypes));
    return [...new Set(called)].filter((id) => !there.some((each) => each.id === id));
  }, [flow, library]);
  if (missing.length === 0) return null;
  return (
    <output className={styles.missing}>
      <IconPlugConnectedX aria-hidden />
      {t('simulator.unpublished', { count: missing.length, names: missing.map(nameOf).join(', ') })}
    </output>
  );
}
