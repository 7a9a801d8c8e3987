import type { NodeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setNote } from '../flow/commands.ts';
import { useFlow } from '../flow/store.ts';
import styles from './NoteCard.module.css';
import { noteIdOf, type NoteNode } from './to-react-flow.ts';

/** A note on the ground, written by the designer for designers. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteNode>) {
  const { t } = useTranslation();
  const readOnly = useFlow((state) => state.readOnly);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? data.text;
  const noteId = noteIdOf(id) ?? id;
  return (
    <div className={styles.note} data-selected={selected || undefined} data-testid={`note-${noteId}`}>
      <textarea
        className={`${styles.text} ${selected ? 'nodrag' : ''} nowheel`}
        aria-label={t('canvas.note.text')}
        placeholder={t('canvas.note.placeholder')}
        readOnly={readOnly}
        value={text}
        maxLength={4_000}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        onBlur={() => {
          const { flow, dispatch } = useFlow.getState();
          if (flow && text !== data.text) dispatch(setNote(flow, noteId, { text }));
          setTyped(null);
        }}
      />
    </div>
  );
});
