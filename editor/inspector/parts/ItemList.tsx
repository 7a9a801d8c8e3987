import { ActionIcon, Button } from '@mantine/core';
import { IconGripVertical, IconPlus, IconX } from '@tabler/icons-react';
import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '../form.ts';
import css from './ItemList.module.css';
import { nearest } from './lists.ts';

type Props<Item> = {
  items: readonly Item[];
  /** What stays with an item wherever it moves. */
  keyOf(item: Item, index: number): string;
  /** What an item is called when it is moved or taken away. */
  nameOf(item: Item, index: number): string;
  children(item: Item, index: number): ReactNode;
  /** Of items that are large: what stands between grip and remove; `children` is then as wide as the list. */
  head?(item: Item, index: number): ReactNode;
  onMove?(from: number, to: number): void;
  onRemove(index: number): void;
  addLabel: string;
  onAdd?(): void;
  /** How many there are of how many. */
  count?: ReactNode;
  /** More items than there may be. */
  full?: boolean;
};

/** Items one under another: add, take away, and, where the order counts, move by dragging or with the arrow keys on the grip. */
export function ItemList<Item>(props: Props<Item>) {
  const { items, keyOf, nameOf, children, head, onMove, onRemove, addLabel, onAdd, count, full = false } = props;
  const { readOnly } = useForm();
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const [said, setSaid] = useState('');
  const adder = useRef<HTMLButtonElement>(null);

  const move = (from: number, to: number) => {
    const item = items[from];
    if (!onMove || item === undefined || to < 0 || to >= items.length || to === from) return;
    onMove(from, to);
    setSaid(t('inspector.list.moved', { name: nameOf(item, from), place: to + 1, of: items.length }));
    requestAnimationFrame(() => grips(list.current)[to]?.focus());
  };
  const remove = (index: number) => {
    onRemove(index);
    requestAnimationFrame(() => {
      const rest = list.current?.querySelectorAll<HTMLElement>(':scope > li > [data-remove]') ?? [];
      (rest[Math.min(index, rest.length - 1)] ?? adder.current)?.focus();
    });
  };
  const placeAt = (event: PointerEvent) =>
    nearest(
      [...(list.current?.children ?? [])].map((element) => element.getBoundingClientRect()),
      event.clientY,
    );

  return (
    <div className={css.box}>
      {items.length > 0 && (
        <ul ref={list} className={css.list}>
          {items.map((item, index) => (
            <li
              key={keyOf(item, index)}
              className={head ? css.large : css.item}
              data-dragged={drag?.from === index || undefined}
              data-before={(drag && drag.to === index && drag.to < drag.from) || undefined}
              data-after={(drag && drag.to === index && drag.to > drag.from) || undefined}
            >
              {onMove && (
                <button
                  type="button"
                  className={css.grip}
                  disabled={readOnly || items.length < 2}
                  aria-label={t('inspector.list.move', { name: nameOf(item, index) })}
                  title={t('inspector.list.moveHint')}
                  onPointerDown={(event) => {
                    event.currentTarget.setPointerCapture(event.pointerId);
                    setDrag({ from: index, to: index });
                  }}
                  onPointerMove={(event) => drag && setDrag({ ...drag, to: placeAt(event) })}
                  onPointerUp={() => {
                    if (drag) move(drag.from, drag.to);
                    setDrag(null);
                  }}
                  onPointerCancel={() => setDrag(null)}
                  onKeyDown={(event) => {
                    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
                    if (step === undefined) return;
                    event.preventDefault();
                    move(index, index + step);
                  }}
                >
                  <IconGripVertical size={16} stroke={1.5} />
                </button>
              )}
              <div className={css.content}>{(head ?? children)(item, index)}</div>
              <ActionIcon
                data-remove
                size="sm"
                disabled={readOnly}
                aria-label={t('inspector.list.remove', { name: nameOf(item, index) })}
                onClick={() => remove(index)}
              >
                <IconX size={16} stroke={1.5} />
              </ActionIcon>
              {head && <div className={css.below}>{children(item, index)}</div>}
            </li>
          ))}
        </ul>
      )}
      {(onAdd || count !== undefined) && (
        <div className={css.foot}>
          {onAdd && (
            <Button
              ref={adder}
              size="xs"
              variant="subtle"
              color="info"
              disabled={readOnly || full}
              leftSection={<IconPlus size={16} stroke={1.5} />}
              onClick={() => {
                onAdd();
                requestAnimationFrame(() => focusLast(list.current));
              }}
            >
              {addLabel}
            </Button>
          )}
          {count !== undefined && <span className={css.count}>{count}</span>}
        </div>
      )}
      <span className={css.said} aria-live="polite">
        {said}
      </span>
    </div>
  );
}

const grips = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>(`:scope > li > .${css.grip}`) ?? []),
];

/** The first field of an item that was just added. */
function focusLast(list: HTMLElement | null): void {
  const content = list?.lastElementChild?.querySelector(`:scope > .${css.content}`);
  content?.querySelector<HTMLElement>('[contenteditable=true], input, textarea, select')?.focus();
}
