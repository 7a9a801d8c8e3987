import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { Fragment, memo, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageBubble } from '../../message/MessageBubble.tsx';
import { useLines, useMessages, type MessageOf } from '../queries.ts';
import { dayName, type Clock } from '../times.ts';
import { Trouble } from '../Trouble.tsx';
import { contentOf, sideOf } from './contentOf.ts';
import { dayIn, threadItems } from './items.ts';
import { Happened } from './Happened.tsx';
import { Origin } from './Origin.tsx';
import { Uncertain } from './Uncertain.tsx';
import { useStickToEnd } from './useStickToEnd.ts';
import styles from './Thread.module.css';

type Props = { conversationId: string; person: string; clock: Clock; why: (messageId: string) => string };

/** So near to the beginning older messages are fetched. */
const earlyPx = 400;

/** What was said, the latest at the end. */
export function Messages({ conversationId, person, clock, why }: Props) {
  const { t } = useTranslation();
  const found = useMessages(conversationId);
  if (found.isPending) return <MessageSkeletons />;
  if (found.isError && !found.data) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <Scroll
      key={conversationId}
      {...{ conversationId, found, person, clock, why }}
      label={t('conversations.thread', { person })}
    />
  );
}

type ScrollProps = Props & { found: ReturnType<typeof useMessages>; label: string };

function Scroll({ conversationId, found, person, clock, why, label }: ScrollProps) {
  const { t } = useTranslation();
  const { hasNextPage, isFetchingNextPage, fetchNextPage, data } = found;
  const messages = useMemo(() => data?.pages.flatMap(({ items }) => items).toReversed() ?? [], [data]);
  const { scroller, toEnd, unseen, onScroll } = useStickToEnd(messages);
  const lines = useLinesSince(conversationId, messages[0]?.at);
  const items = useMemo(
    () => threadItems(messages, dayIn(clock.timeZone), lines, !hasNextPage),
    [messages, clock.timeZone, lines, hasNextPage],
  );
  const words = { today: t('conversations.today'), yesterday: t('conversations.yesterday') };

  function scrolled() {
    onScroll();
    if (scroller.current && scroller.current.scrollTop < earlyPx && hasNextPage && !isFetchingNextPage)
      void fetchNextPage();
  }

  return (
    <div className={styles.holder}>
      <div
        ref={scroller}
        className={styles.scroller}
        onScroll={scrolled}
        role="log"
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        tabIndex={0}
      >
        <ol className={styles.messages}>
          <li className={styles.edge}>
            {hasNextPage ? (
              <Button
                variant="subtle"
                size="compact-sm"
                loading={isFetchingNextPage}
                onClick={() => void fetchNextPage()}
              >
                {t('conversations.older')}
              </Button>
            ) : (
              t('conversations.beginning')
            )}
          </li>
          {items.map((item) =>
            item.kind === 'day' ? (
              <li key={item.key} className={styles.day}>
                <time dateTime={item.at}>{dayName(item.at, clock, words)}</time>
              </li>
            ) : item.kind === 'line' ? (
              <Happened key={item.key} line={item.line} clock={clock} />
            ) : (
              <Fragment key={item.key}>
                <Line message={item.message} ends={item.ends} person={person} timeZone={clock.timeZone} why={why} />
              </Fragment>
            ),
          )}
        </ol>
      </div>
      {unseen > 0 && (
        <Button
          className={styles.news}
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowDown size={16} stroke={1.5} aria-hidden />}
          onClick={toEnd}
        >
          {t('conversations.newBelow', { count: unseen })}
        </Button>
      )}
    </div>
  );
}

/** What happened beside messages, the oldest first, at least back to the first message that is shown. */
function useLinesSince(conversationId: string, first: string | undefined) {
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useLines(conversationId);
  const lines = useMemo(() => data?.pages.flatMap(({ items }) => items).toReversed() ?? [], [data]);
  const oldest = lines[0]?.at;
  const lacks = hasNextPage && first !== undefined && oldest !== undefined && first < oldest;
  useEffect(() => {
    if (lacks && !isFetching && !isError) void fetchNextPage();
  }, [lacks, isFetching, isError, fetchNextPage]);
  return lines;
}

type LineProps = {
  message: MessageOf;
  ends: boolean;
  person: string;
  timeZone: string;
  why: (messageId: string) => string;
};

const Line = memo(function Line({ message, ends, person, timeZone, why }: LineProps) {
  const { t } = useTranslation();
  const content = contentOf(message);
  const side = sideOf(message);
  return (
    <li className={styles.line} data-side={side} data-message={message.id}>
      {content ? (
        <MessageBubble
          content={content}
          side={side}
          at={message.at}
          timeZone={timeZone}
          state={message.state}
          error={message.error}
          by={message.direction === 'out' ? 'bot' : message.echo ? t('conversations.byPhone') : undefined}
        />
      ) : (
        <p className={styles.gone}>{t('conversations.contentGone')}</p>
      )}
      {message.state === 'uncertain' && <Uncertain message={message} person={person} />}
      {message.resolution && (
        <p className={styles.origin}>{t(`conversations.resolved.${message.resolution.outcome}`)}</p>
      )}
      {ends && <Origin message={message} why={why} />}
    </li>
  );
});

function MessageSkeletons() {
  const { t } = useTranslation();
  return (
    <div className={styles.holder} aria-busy>
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      <div className={styles.messages} aria-hidden>
        {[220, 300, 160, 280, 240].map((width, index) => (
          <span key={width} className={styles.line} data-side={index % 2 ? 'business' : 'person'}>
            <Skeleton height={44} width={width} radius="var(--r-bubble)" animate={false} />
          </span>
        ))}
      </div>
    </div>
  );
}
