import type { FlowNode, Json, NodeGroup, NodeTypes, OutboundContent, Port } from '../../runtime/contract/index.ts';

/** What a card shows, read once from its config. Ways out stand where they are met: in the message, as rows, or small at the foot. */
export type CardFace = {
  /** A type that this program does not have, or a config that its type cannot read; the card is kept as it is. */
  trouble: 'unknown-type' | 'unreadable' | null;
  icon: string;
  /** Null for a type that this program does not have. */
  group: NodeGroup | null;
  /** A key of the catalogues; the type's own name where it is unknown. */
  label: string;
  content: OutboundContent | null;
  summary: { key: string; params: { [name: string]: Json } } | null;
  /** In reading order. */
  ports: Port[];
  /** Ids of the ways out that stand in a button's or list row's own line. */
  choices: ReadonlySet<string>;
  rows: Port[];
  rare: Port[];
};

const isRare = ({ kind }: Port): boolean => kind === 'other' || kind === 'timeout' || kind === 'error';

/** Ids of the buttons and rows a person can tap. */
function choiceIds(content: OutboundContent | null): string[] {
  if (content?.kind === 'buttons') return content.buttons.map(({ id }) => id);
  if (content?.kind === 'list') return content.sections.flatMap(({ rows }) => rows.map(({ id }) => id));
  return [];
}

function withPorts(face: Omit<CardFace, 'ports' | 'choices' | 'rows' | 'rare'>, ports: readonly Port[]): CardFace {
  const tappable = new Set(choiceIds(face.content));
  const chosen = ports.filter(({ id }) => tappable.has(id));
  const others = ports.filter(({ id }) => !tappable.has(id));
  const rows = others.filter((port) => !isRare(port));
  const rare = others.filter(isRare);
  return { ...face, ports: [...chosen, ...rows, ...rare], choices: new Set(chosen.map(({ id }) => id)), rows, rare };
}

/** Ways out that edges leave by although the card has none such: drawn, so that nothing that is in the flow is out of sight. */
const stray = (ports: readonly Port[], used: readonly string[]): Port[] =>
  used
    .filter((id) => !ports.some((port) => port.id === id))
    .map((id): Port => ({ id, label: id, literal: true, kind: 'other' }));

/** `used` are the ways out by which edges leave the card. */
export function cardFace(node: FlowNode, nodeTypes: NodeTypes, used: readonly string[]): CardFace {
  const nodeType = nodeTypes.get(node.type);
  if (!nodeType) {
    const unknown = { icon: 'help', group: null, label: node.type, content: null, summary: null };
    return withPorts({ trouble: 'unknown-type', ...unknown }, stray([], used));
  }
  const { icon, group, label } = nodeType.editor;
  try {
    const ports = nodeType.ports(node.config);
    const content = nodeType.editor.preview(node.config);
    const summary = content ? null : (nodeType.editor.summary?.(node.config) ?? null);
    return withPorts({ trouble: null, icon, group, label, content, summary }, [...ports, ...stray(ports, used)]);
  } catch {
    return withPorts({ trouble: 'unreadable', icon, group, label, content: null, summary: null }, stray([], used));
  }
}
