import { Combobox, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Place } from './places.ts';
import styles from './PickList.module.css';

export type Pick = { id: string; text: string; second?: string | undefined; icon?: ReactNode; group?: string };

type Props = {
  /** What is picked, for the field and for screen readers. */
  label: string;
  /** What to say when nothing is found. */
  nothing: string;
  find: (query: string) => readonly Pick[];
  onPick: (id: string) => void;
  onClose: () => void;
  /** Where it opens, in the window; without it at the top of the canvas. */
  at?: Place | undefined;
  testId: string;
};

const width = 280;
const height = 360;

/** A field and what it finds, to pick one by keys or pointer. Closes on `Escape` and when the focus leaves it. */
export function PickList({ label, nothing, find, onPick, onClose, at, testId }: Props) {
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ opened: true });
  const { selectFirstOption } = combobox;
  useFocusLent(field);
  useEffect(() => void selectFirstOption(), [query, selectFirstOption]);
  const found = find(query);
  const groups = [...new Set(found.map(({ group }) => group))];
  const place = at && {
    left: Math.max(8, Math.min(at.x + 8, window.innerWidth - width - 8)),
    top: Math.max(8, Math.min(at.y - 8, window.innerHeight - height - 8)),
  };
  const options = (picks: readonly Pick[]) =>
    picks.map(({ id, text, second, icon }) => (
      <Combobox.Option key={id} value={id} className={styles.option} data-testid={`pick-${id}`}>
        {icon}
        <span className={styles.words}>
          <span className={styles.text}>{text}</span>
          {second !== undefined && <span className={styles.second}>{second}</span>}
        </span>
      </Combobox.Option>
    ));
  return (
    <div className={styles.box} data-testid={testId} data-at-top={place === undefined || undefined} style={place}>
      <Combobox store={combobox} onOptionSubmit={onPick}>
        <div className={styles.field}>
          <IconSearch aria-hidden size={18} stroke={1.5} />
          <Combobox.EventsTarget withExpandedAttribute>
            <input
              ref={field}
              aria-label={label}
              placeholder={label}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
              onKeyDown={(event) => {
                event.stopPropagation();
                if (event.key === 'Escape') onClose();
              }}
              onBlur={onClose}
            />
          </Combobox.EventsTarget>
        </div>
        <Combobox.Options className={styles.list} aria-label={label}>
          {groups.map((group, index) =>
            group === undefined ? (
              options(found)
            ) : (
              <Combobox.Group key={index} label={group}>
                {options(found.filter((pick) => pick.group === group))}
              </Combobox.Group>
            ),
          )}
          {found.length === 0 && <Combobox.Empty className={styles.nothing}>{nothing}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox>
    </div>
  );
}

/** Takes the focus, and gives it back to where it was when nothing else wants it. */
function useFocusLent(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus({ preventScroll: true });
    return () => {
      if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected)
        before.focus({ preventScroll: true });
    };
  }, [field]);
}
