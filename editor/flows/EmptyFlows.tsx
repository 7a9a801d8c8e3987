import { IconHeadset, IconMessageQuestion, IconSquareCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ExampleCard } from './ExampleCard.tsx';
import { firstExamples } from './examples.ts';
import styles from './EmptyFlows.module.css';

type Props = { mayEdit: boolean; onNew: (example?: string) => void; onImport: () => void };

/** A workspace without flows: what a flow is, and the first step. */
export function EmptyFlows({ mayEdit, onNew, onImport }: Props) {
  const { t } = useTranslation();
  return (
    <EmptyState
      picture={<Drawing />}
      title={t('flows.empty.title')}
      actions={
        mayEdit && (
          <>
            <div className={styles.examples}>
              {firstExamples.map((flow) => (
                <ExampleCard key={flow.id} flow={flow} onChoose={() => onNew(flow.id)} />
              ))}
            </div>
            <p className={styles.others}>
              <button type="button" onClick={() => onNew()}>
                {t('flows.empty.blank')}
              </button>
              <span aria-hidden>·</span>
              <button type="button" onClick={onImport}>
                {t('flows.empty.import')}
              </button>
            </p>
          </>
        )
      }
    >
      <p>{t('flows.empty.words')}</p>
    </EmptyState>
  );
}

/** Three cards joined by their ways out: what a flow looks like. */
function Drawing() {
  const { t } = useTranslation();
  return (
    <div className={styles.drawing} aria-hidden>
      <svg width="620" height="236">
        <path d="M272 114H298Q310 114 310 102V55Q310 43 322 43H348M272 150H298Q310 150 310 162V173Q310 185 322 185H348" />
      </svg>
      <div className={styles.card} data-at="menu">
        <header>
          <IconSquareCheck size={18} stroke={1.5} />
          {t('flows.drawing.menu')}
        </header>
        <div className={styles.seen}>
          <p>{t('flows.drawing.hello')}</p>
          <span>{t('flows.drawing.order')}</span>
          <span>{t('flows.drawing.talk')}</span>
        </div>
      </div>
      <div className={styles.card} data-at="address">
        <header>
          <IconMessageQuestion size={18} stroke={1.5} />
          {t('flows.drawing.address')}
        </header>
        <div className={styles.seen}>
          <p>{t('flows.drawing.where')}</p>
        </div>
      </div>
      <div className={styles.card} data-at="people">
        <header>
          <IconHeadset size={18} stroke={1.5} />
          {t('flows.drawing.people')}
        </header>
      </div>
    </div>
  );
}
