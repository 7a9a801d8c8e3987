import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { ConversationList } from './list/ConversationList.tsx';
import { PersonPane } from './person/PersonPane.tsx';
import { useConversation } from './queries.ts';
import { Thread, ThreadSkeleton } from './thread/Thread.tsx';
import { Trouble } from './Trouble.tsx';
import { useClock } from './useClock.ts';
import { WhyPanel } from './why/WhyPanel.tsx';
import styles from './ConversationsPage.module.css';

/** What came and went, live: the list, a conversation, and the person or the reasons beside it. */
export function Component() {
  const { t } = useTranslation();
  const { conversationId } = useParams();
  useEffect(() => {
    document.title = t('common.documentTitle', { title: t('conversations.title') });
  }, [t]);
  return (
    <div className={styles.panes}>
      <div className={styles.list} data-behind={conversationId !== undefined || undefined}>
        <ConversationList current={conversationId} />
      </div>
      {conversationId === undefined ? <NothingOpen /> : <Open key={conversationId} conversationId={conversationId} />}
    </div>
  );
}

function Open({ conversationId }: { conversationId: string }) {
  const clock = useClock();
  const [params] = useSearchParams();
  // The person's pane has a place of its own only here; elsewhere it is asked for.
  const isWide = useMediaQuery('(min-width: 1200px)', true, { getInitialValueInEffect: false });
  const found = useConversation(conversationId);
  if (found.isPending) return <ThreadSkeleton />;
  if (found.isError && !found.data)
    return (
      <div className={styles.rest}>
        <Trouble error={found.error} onRetry={() => void found.refetch()} />
      </div>
    );

  const address = (side: { why?: string; person?: 'shown' | 'hidden' }): string => {
    const next = new URLSearchParams(params);
    next.delete('why');
    next.delete('person');
    for (const [name, value] of Object.entries(side)) next.set(name, value);
    const search = next.toString();
    return `/conversations/${encodeURIComponent(conversationId)}${search && `?${search}`}`;
  };
  const why = params.get('why');
  const isPersonShown = params.get('person') === 'shown' || (isWide && params.get('person') !== 'hidden');
  const hidden = isWide ? address({ person: 'hidden' }) : address({});
  const show = params.get('show');
  return (
    <div className={styles.open} data-side={why !== null || isPersonShown || undefined}>
      <Thread
        conversation={found.data}
        clock={clock}
        backTo={`/conversations${show === null ? '' : `?show=${show}`}`}
        personTo={isPersonShown && why === null ? hidden : address(isWide ? {} : { person: 'shown' })}
        isPersonShown={isPersonShown && why === null}
        why={(messageId) => address({ why: messageId })}
      />
      {why !== null ? (
        <WhyPanel conversationId={conversationId} messageId={why} clock={clock} closeTo={address({})} />
      ) : (
        isPersonShown && <PersonPane conversation={found.data} clock={clock} closeTo={hidden} />
      )}
    </div>
  );
}

function NothingOpen() {
  const { t } = useTranslation();
  return (
    <div className={styles.nothing}>
      <p>{t('conversations.nothingOpen')}</p>
    </div>
  );
}
