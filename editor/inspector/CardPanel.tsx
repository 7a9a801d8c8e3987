import { ActionIcon, Menu } from '@mantine/core';
import { IconBolt, IconCopy, IconDots, IconTrash, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow, FlowNode } from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { duplicate, startHere } from '../canvas/actions.ts';
import { useCanvas } from '../canvas/canvas-state.ts';
import { startOf } from '../canvas/flow-order.ts';
import { NodeIcon } from '../canvas/NodeIcon.tsx';
import { removeNodes, rename } from '../flow/commands.ts';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { CardLanguage } from '../languages/LanguageSwitch.tsx';
import { useShownLanguage } from '../languages/shown.ts';
import { TranslatedTexts } from '../languages/TranslatedTexts.tsx';
import { Help } from './help/Help.tsx';
import css from './Inspector.module.css';
import { issuesOfNode } from './issues.ts';
import { NodeForm } from './NodeForm.tsx';
import { Notices } from './Notices.tsx';
import { PanelBody } from './PanelBody.tsx';
import { scopeOf } from './scope.ts';
import { takeAway } from './take-away.ts';

const icon = { 'aria-hidden': true, size: 18, stroke: 1.5 } as const;

/** A card: its name, what is wrong with it, the form of its type, and its help. */
export function CardPanel({ node, flow }: { node: FlowNode; flow: Flow }) {
  const { t } = useTranslation();
  const all = useFlow((state) => state.issues);
  const readOnly = useFlow((state) => state.readOnly);
  const nodeType = nodeTypes.get(node.type);
  const issues = useMemo(() => issuesOfNode(all, node.id), [all, node.id]);
  const language = useShownLanguage();
  const scope = useMemo(() => scopeOf(flow), [flow]);
  return (
    <>
      <header className={css.head}>
        <NodeIcon icon={nodeType?.editor.icon ?? 'help'} group={nodeType?.editor.group ?? null} />
        <CardName node={node} label={nodeType ? t(nodeType.editor.label) : node.type} readOnly={readOnly} />
        {node.name !== undefined && nodeType && <span className={css.kind}>{t(nodeType.editor.label)}</span>}
        {!readOnly && <CardMenu node={node} flow={flow} />}
        <Close />
      </header>
      {nodeType?.texts.translated && <CardLanguage flow={flow} />}
      <PanelBody>
        <Notices issues={issues} onConnect={readOnly ? undefined : () => useCanvas.setState({ connecting: node.id })} />
        {nodeType?.texts.translated && language !== null ? (
          <TranslatedTexts {...{ flow, node: node.id, language, scope, readOnly }} />
        ) : nodeType ? (
          <NodeForm {...{ node, nodeType, scope, issues, readOnly }} />
        ) : (
          <p className={css.empty}>{t('inspector.unknownType')}</p>
        )}
        {nodeType?.editor.form.length === 0 && <p className={css.empty}>{t(`nodes.${nodeType.type}.description`)}</p>}
        {nodeType && <Help type={nodeType.type} />}
      </PanelBody>
    </>
  );
}

function CardName({ node, label, readOnly }: { node: FlowNode; label: string; readOnly: boolean }) {
  const { t } = useTranslation();
  return (
    <input
      className={css.name}
      aria-label={t('inspector.cardName')}
      value={node.name ?? ''}
      placeholder={label}
      maxLength={80}
      readOnly={readOnly}
      onChange={({ currentTarget }) => {
        const { flow, dispatch } = useFlow.getState();
        if (flow) dispatch(rename(flow, node.id, currentTarget.value), { group: `name ${node.id}` });
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}

function CardMenu({ node, flow }: { node: FlowNode; flow: Flow }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon aria-label={t('inspector.more')}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => duplicate([node.id])}>
          {t('inspector.duplicate')}
        </Menu.Item>
        {startOf(flow) !== node.id && (
          <Menu.Item leftSection={<IconBolt {...icon} />} onClick={() => startHere(node.id)}>
            {t('inspector.start')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash {...icon} />}
          onClick={() => takeAway(removeNodes(flow, [node.id]), t('inspector.deleted'))}
        >
          {t('inspector.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Leaves what is shown; nothing is lost by it, since every change is made as it is typed. */
export function Close() {
  const { t } = useTranslation();
  const clear = useSelection((state) => state.clear);
  return (
    <ActionIcon aria-label={t('common.close')} onClick={clear}>
      <IconX {...icon} />
    </ActionIcon>
  );
}
