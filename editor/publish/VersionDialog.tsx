import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Flow, FlowNode, OutboundContent, Port } from '../../runtime/contract/index.ts';
import { cardNamed } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { startsText } from '../flows/flow-row.ts';
import { MessageBubble } from '../message/MessageBubble.tsx';
import { problemText } from '../ui/problem-text.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { cardTitle } from './card-title.ts';
import { versionQuery } from './publishing.ts';
import styles from './VersionsPanel.module.css';

type Props = { flowId: string; version: number | null; onClose: () => void };

/** A version as it was published: its cards, what they say and where they lead. To look at only. */
export function VersionDialog({ flowId, version, onClose }: Props) {
  const { t } = useTranslation();
  const read = useQuery({ ...versionQuery(flowId, version ?? 0), enabled: version !== null });
  return (
    <Modal
      opened={version !== null}
      onClose={onClose}
      title={t('publish.versions.version', { version: version ?? 0 })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {read.isPending && <SkeletonRows rows={6} />}
      {read.isError && <p>{problemText(t, read.error)}</p>}
      {read.data && <Cards flow={read.data.flow} />}
    </Modal>
  );
}

function Cards({ flow }: { flow: Flow }) {
  const { t } = useTranslation();
  const titleOf = (id: string) => {
    const node = flow.nodes.find((candidate) => candidate.id === id);
    return node ? cardTitle(t, cardNamed(node, nodeTypes)) : id;
  };
  return (
    <>
      <p className={styles.starts}>
        {flow.triggers.length > 0
          ? t('publish.starts', { starts: startsText(t, flow.triggers) })
          : t('publish.startsWithNothing')}
      </p>
      <ol className={styles.cards}>
        {flow.nodes.map((node) => {
          const { message, ports } = faceOf(node);
          const ways = flow.edges.filter(({ from }) => from.node === node.id);
          const labelOf = (id: string) => {
            const port = ports.find((candidate) => candidate.id === id);
            return port ? (port.literal === true ? port.label : t(port.label)) : id;
          };
          return (
            <li key={node.id}>
              <h3>{message && node.name === undefined ? t(`nodes.${node.type}.label`) : titleOf(node.id)}</h3>
              {message && (
                <div className={styles.chat}>
                  <MessageBubble content={message} side="business" placeholders compact />
                </div>
              )}
              <ul>
                {ways.map(({ id, from, to }) => (
                  <li key={id}>{t('publish.versions.way', { port: labelOf(from.port), card: titleOf(to) })}</li>
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** What a card shows and its ways out; nothing for a card that this program cannot read. */
function faceOf({ type, config }: FlowNode): { message: OutboundContent | null; ports: Port[] } {
  const nodeType = nodeTypes.get(type);
  try {
    if (nodeType) return { message: nodeType.editor.preview(config), ports: nodeType.ports(config) };
  } catch {
    // Shown by its name alone.
  }
  return { message: null, ports: [] };
}
