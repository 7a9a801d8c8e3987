import { useTranslation } from 'react-i18next';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { add } from './actions.ts';
import { useCanvas, type Adding } from './canvas-state.ts';
import { NodeIcon } from './NodeIcon.tsx';
import { foundItems, sectionsOf } from './palette-items.ts';
import { PickList } from './PickList.tsx';
import { usePalette } from './use-palette.ts';

/** The palette where a card is wanted: on free ground, after a way out, in an edge. */
export function PaletteMenu() {
  const adding = useCanvas((state) => state.adding);
  return adding && <Open adding={adding} />;
}

function Open({ adding }: { adding: Adding }) {
  const { t } = useTranslation();
  const items = usePalette();
  const close = () => useCanvas.setState({ adding: null });
  const find = (query: string) =>
    query.trim() === ''
      ? sectionsOf(items).flatMap(({ group, items: inGroup }) =>
          inGroup.map((item) => ({ ...pickOf(item), group: t(`groups.${group}`) })),
        )
      : foundItems(items, query).map(pickOf);
  return (
    <PickList
      testId="palette-menu"
      label={t('canvas.palette.search')}
      nothing={t('canvas.palette.nothing')}
      find={find}
      at={adding.menu}
      onClose={close}
      onPick={(type) => {
        const nodeType = nodeTypes.get(type);
        close();
        if (nodeType) add(nodeType, adding, { focus: true });
      }}
    />
  );
}

const pickOf = ({ type, icon, group, label }: ReturnType<typeof usePalette>[number]) => ({
  id: type,
  text: label,
  icon: <NodeIcon icon={icon} group={group} />,
});
