import { Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconNote } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useFlow } from '../flow/store.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { addBeside, addNoteInView } from './actions.ts';
import { NodeIcon } from './NodeIcon.tsx';
import styles from './Palette.module.css';
import { foundItems, sectionsOf, type PaletteItem } from './palette-items.ts';
import { usePalette } from './use-palette.ts';

/** What a dragged entry is, for whatever it is dropped on. */
export const cardType = 'application/x-cauce-card';

/** The cards there are: to drag onto the canvas, or to add beside the chosen card with a click or `Enter`. `narrow` shows icons alone. */
export function Palette({ narrow = false }: { narrow?: boolean }) {
  const { t } = useTranslation();
  const items = usePalette();
  const readOnly = useFlow((state) => state.readOnly);
  const [query, setQuery] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  if (readOnly) return null;
  const searching = !narrow && query.trim() !== '';
  const sections = sectionsOf(items);
  const toggle = (group: string) => {
    const next = new Set(folded);
    if (!next.delete(group)) next.add(group);
    setFolded(next);
  };
  return (
    <aside
      className={styles.palette}
      data-narrow={narrow || undefined}
      aria-label={t('canvas.palette.label')}
      data-testid="palette"
    >
      {!narrow && (
        <SearchField value={query} onChange={setQuery} label={t('canvas.palette.search')} className={styles.search} />
      )}
      {searching ? (
        <Found items={foundItems(items, query)} />
      ) : (
        sections.map(({ group, items: inGroup }) => {
          const open = narrow || !folded.has(group);
          return (
            <section key={group} className={styles.section} aria-label={t(`groups.${group}`)}>
              {!narrow && (
                <button type="button" className={styles.group} aria-expanded={open} onClick={() => toggle(group)}>
                  <span>{t(`groups.${group}`)}</span>
                  {open ? (
                    <IconChevronDown aria-hidden size={16} stroke={1.5} />
                  ) : (
                    <>
                      <span className={styles.count}>{inGroup.length}</span>
                      <IconChevronRight aria-hidden size={16} stroke={1.5} />
                    </>
                  )}
                </button>
              )}
              {open && <Entries items={inGroup} narrow={narrow} />}
            </section>
          );
        })
      )}
      {!searching && <NoteEntry narrow={narrow} />}
    </aside>
  );
}

function Found({ items }: { items: readonly PaletteItem[] }) {
  const { t } = useTranslation();
  if (items.length === 0) return <p className={styles.nothing}>{t('canvas.palette.nothing')}</p>;
  return <Entries items={items} narrow={false} />;
}

function Entries({ items, narrow }: { items: readonly PaletteItem[]; narrow: boolean }) {
  return (
    <ul className={styles.entries}>
      {items.map((item) => (
        <li key={item.type}>
          <Entry item={item} narrow={narrow} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ item: { type, icon, group, label, description }, narrow }: { item: PaletteItem; narrow: boolean }) {
  return (
    <Tooltip
      label={narrow ? `${label}. ${description}` : description}
      position="right"
      openDelay={500}
      multiline
      w={220}
      withinPortal
    >
      <button
        type="button"
        className={styles.entry}
        data-testid={`palette-${type}`}
        draggable
        aria-label={narrow ? label : undefined}
        onDragStart={(event) => {
          event.dataTransfer.setData(cardType, type);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onClick={() => {
          const nodeType = nodeTypes.get(type);
          if (nodeType) addBeside(nodeType);
        }}
      >
        <NodeIcon icon={icon} group={group} />
        {!narrow && <span className={styles.label}>{label}</span>}
      </button>
    </Tooltip>
  );
}

function NoteEntry({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={styles.entry}
      data-testid="palette-note"
      aria-label={narrow ? t('canvas.note.add') : undefined}
      title={narrow ? t('canvas.note.add') : undefined}
      onClick={addNoteInView}
    >
      <IconNote aria-hidden size={18} stroke={1.5} className={styles.noteIcon} />
      {!narrow && <span className={styles.label}>{t('canvas.note.add')}</span>}
    </button>
  );
}
