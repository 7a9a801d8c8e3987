import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rename } from '../flow/commands.ts';
import { useFlow } from '../flow/store.ts';
import styles from './NodeCard.module.css';
import { useCanvas } from './canvas-state.ts';
import type { CardData } from './to-react-flow.ts';

/** A card's name; a double click lets it be written anew. */
export function CardName({ id, data: { node, face } }: { id: string; data: CardData }) {
  const { t } = useTranslation();
  const renaming = useCanvas((state) => state.renaming === id);
  const label = face.trouble === 'unknown-type' ? face.label : t(face.label);
  if (renaming) return <NameField id={id} name={node.name ?? ''} placeholder={label} />;
  return (
    <b
      className={styles.name}
      onDoubleClick={() => {
        if (!useFlow.getState().readOnly) useCanvas.setState({ renaming: id });
      }}
    >
      {node.name ?? label}
    </b>
  );
}

function NameField({ id, name, placeholder }: { id: string; name: string; placeholder: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const leave = (keep: boolean) => {
    const { flow, dispatch } = useFlow.getState();
    if (keep && flow && text.trim() !== name) dispatch(rename(flow, id, text.trim()));
    useCanvas.setState({ renaming: null });
  };
  return (
    <input
      className={`${styles.nameField} nodrag`}
      aria-label={t('canvas.card.name')}
      ref={field}
      value={text}
      maxLength={80}
      placeholder={placeholder}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => leave(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') leave(true);
        if (event.key === 'Escape') leave(false);
        if (event.key === 'Enter' || event.key === 'Escape')
          event.currentTarget.closest<HTMLElement>('.react-flow__node')?.focus();
      }}
    />
  );
}
