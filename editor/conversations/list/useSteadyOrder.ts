import { useState, type PointerEvent, type UIEvent } from 'react';
import { inHeldOrder } from './order.ts';

/** So far down a list counts as at its top. */
const topPx = 8;

/**
 * Keeps the order of a list while the pointer is over it or it is scrolled, so that nothing moves away under a hand; what would stand
 * higher up is counted and let in by `letIn`. `list` names what is listed: another list is never held by the order of the one before.
 */
export function useSteadyOrder<Row extends { id: string }>(fresh: Row[], list: string) {
  const [pointed, setPointed] = useState(false);
  const [held, setHeld] = useState<{ list: string; rows: Row[] } | null>(null);
  const isHeld = held?.list === list;
  const { rows, waiting } = isHeld ? inHeldOrder(held.rows, fresh) : { rows: fresh, waiting: 0 };
  const hold = () => setHeld({ list, rows });
  return {
    rows,
    waiting,
    letIn: () => setHeld(pointed ? { list, rows: fresh } : null),
    handlers: {
      onPointerEnter({ pointerType }: PointerEvent) {
        if (pointerType !== 'mouse') return;
        setPointed(true);
        hold();
      },
      onPointerLeave({ currentTarget }: PointerEvent) {
        setPointed(false);
        if (currentTarget.scrollTop <= topPx) setHeld(null);
      },
      onScroll({ currentTarget }: UIEvent) {
        const isDown = currentTarget.scrollTop > topPx;
        if (isDown && !isHeld) hold();
        else if (!isDown && isHeld && !pointed) setHeld(null);
      },
    },
  };
}
