import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { newSince } from './items.ts';

/** So near to the end a reader counts as reading along. */
const nearPx = 48;

/**
 * Keeps a thread at its end while the reader reads along, and where it is otherwise: neither older messages that are put in front nor new
 * ones move what is being read. `unseen` counts what came in below meanwhile.
 */
export function useStickToEnd(messages: readonly { id: string }[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const before = useRef({ first: '', height: 0 });
  const [lastSeen, setLastSeen] = useState<string>();
  const first = messages[0]?.id ?? '';
  const last = messages.at(-1)?.id;

  const isNearEnd = (element: HTMLElement) => element.scrollHeight - element.scrollTop - element.clientHeight <= nearPx;
  const toEnd = () => {
    atEnd.current = true;
    setLastSeen(last);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const grown = element.scrollHeight - before.current.height;
    if (atEnd.current) {
      element.scrollTop = element.scrollHeight;
      setLastSeen(last);
    } else if (before.current.first !== '' && before.current.first !== first) element.scrollTop += grown;
    before.current = { first, height: element.scrollHeight };
  }, [first, last]);

  // Pictures arrive later than their bubbles.
  useEffect(() => {
    const element = scroller.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
      before.current.height = element.scrollHeight;
    });
    watch.observe(content);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  return {
    scroller,
    toEnd,
    unseen: lastSeen === undefined || lastSeen === last ? 0 : newSince(messages, lastSeen),
    onScroll() {
      const element = scroller.current;
      if (!element) return;
      atEnd.current = isNearEnd(element);
      if (atEnd.current) setLastSeen(last);
    },
  };
}
