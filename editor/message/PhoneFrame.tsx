import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { Beholder } from './view.ts';
import styles from './PhoneFrame.module.css';

type Props = {
  /** The business, as the person's phone calls it. */
  name: string;
  subtitle?: ReactNode;
  /** What the thread is called for those who do not see it. New messages in it are read out. */
  threadLabel: string;
  /** `MessageBubble`s and `ThreadEvent`s. */
  children: ReactNode;
  /** Grows with every message: the thread follows it to its end, unless somebody has scrolled up to read. */
  length: number;
  composer?: ReactNode;
  /** Without the device around it, for a screen that is a phone already. */
  plain?: boolean;
};

/** The person's phone: the business at the top, the thread, the place to write. */
export function PhoneFrame({ name, subtitle, threadLabel, children, length, composer, plain = false }: Props) {
  const { thread, items, onScroll } = useEnd(length);
  return (
    <div className={styles.device} data-plain={plain || undefined}>
      <div className={styles.screen}>
        <div className={styles.top}>
          <span className={styles.shop} aria-hidden="true">
            {initials(name)}
          </span>
          <span className={styles.who}>
            <span className={styles.name}>{name}</span>
            {subtitle !== undefined && <span className={styles.subtitle}>{subtitle}</span>}
          </span>
        </div>
        <div
          ref={thread}
          className={styles.thread}
          role="log"
          aria-label={threadLabel}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
          tabIndex={0}
          onScroll={onScroll}
        >
          <div ref={items} className={styles.items}>
            <Beholder.Provider value="person">{children}</Beholder.Provider>
          </div>
        </div>
        {composer}
      </div>
    </div>
  );
}

/** Keeps a thread at its end while it grows (also late, as pictures come and lists open), until somebody scrolls up; new messages take it there again only from near it. */
function useEnd(length: number) {
  const thread = useRef<HTMLDivElement>(null);
  const items = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const lastTop = useRef(0);
  const toEnd = () => {
    const box = thread.current;
    if (box && follows.current) box.scrollTop = box.scrollHeight;
  };
  useLayoutEffect(toEnd, [length]);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(toEnd);
    for (const { current } of [thread, items]) if (current) watch.observe(current);
    return () => watch.disconnect();
  }, []);
  const onScroll = () => {
    const box = thread.current;
    if (!box) return;
    const isUp = box.scrollTop < lastTop.current;
    lastTop.current = box.scrollTop;
    if (box.scrollHeight - box.scrollTop - box.clientHeight < 24) follows.current = true;
    else if (isUp) follows.current = false;
  };
  return { thread, items, onScroll };
}

/** A line between messages: what happened that nobody said. */
export function ThreadEvent({
  icon,
  tone,
  children,
}: {
  icon?: ReactNode;
  tone?: 'bad' | 'wait';
  children: ReactNode;
}) {
  return (
    <p className={styles.event} data-tone={tone}>
      {icon}
      <span>{children}</span>
    </p>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((part) => /^[\p{Lu}\p{N}]/u.test(part))
    .slice(-2)
    .map((part) => part[0])
    .join('') ||
  (Array.from(name.trim().toUpperCase())[0] ?? '');
