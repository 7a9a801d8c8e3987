import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useHasTestPhone } from '../app/navigation.ts';
import { useMay } from '../client/me.ts';
import { showUndo } from '../ui/undo.ts';
import { useHasConversations, useRecentFlows } from './queries.ts';
import styles from './FirstSteps.module.css';

const hiddenKey = 'cauce.firstSteps.hidden';
/** The example that says hello; a demo has it, elsewhere it can be made. */
const firstFlow = 'bienvenida';

/** From nothing to a conversation: draw, try, write as a customer, watch. Until somebody puts it away. */
export function FirstSteps() {
  const { t } = useTranslation();
  const [hidden, setHidden] = useState(() => localStorage.getItem(hiddenKey) !== null);
  const mayEdit = useMay('flows.edit');
  const maySeeConversations = useMay('conversations.read');
  const mayConnect = useMay('channels.edit');
  const hasPhone = useHasTestPhone();
  const flows = useRecentFlows();
  const hasConversations = useHasConversations();
  if (hidden || !mayEdit || !flows.data) return null;

  const hide = () => {
    localStorage.setItem(hiddenKey, '1');
    setHidden(true);
    showUndo({
      message: t('home.steps.hidden'),
      undo: () => {
        localStorage.removeItem(hiddenKey);
        setHidden(false);
      },
    });
  };
  const example = flows.data.items.find(({ id }) => id === firstFlow) ?? flows.data.items[0];
  return (
    <section className={styles.steps} aria-label={t('home.steps.title')}>
      <header className={styles.head}>
        <div>
          <h2>{t('home.steps.title')}</h2>
          <p>
            {t('home.steps.lead')} <Link to="/help">{t('shell.whatIsThis')}</Link>
          </p>
        </div>
        <ActionIcon aria-label={t('home.steps.hide')} onClick={hide}>
          <IconX size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </header>
      <ol className={styles.list}>
        {example ? (
          <Step title={t('home.steps.open')} how={t('home.steps.openHow')}>
            <Button component={Link} to={`/flows/${example.id}`} variant="default">
              {t('home.steps.openNamed', { name: example.name })}
            </Button>
          </Step>
        ) : (
          <Step title={t('home.steps.make')} how={t('home.steps.makeHow')}>
            <Button component={Link} to={`/flows?new=${firstFlow}`} variant="default">
              {t('home.steps.fromExample')}
            </Button>
          </Step>
        )}
        {hasPhone ? (
          <Step title={t('home.steps.write')} how={t('home.steps.writeHow')}>
            <Button component={Link} to="/phone" variant="default">
              {t('shell.phone')}
            </Button>
          </Step>
        ) : (
          mayConnect && (
            <Step title={t('home.steps.connect')} how={t('home.steps.connectHow')}>
              <Button component={Link} to="/channels" variant="default">
                {t('shell.channels')}
              </Button>
            </Step>
          )
        )}
        {maySeeConversations && (
          <Step
            title={t('home.steps.watch')}
            how={t(hasConversations ? 'home.steps.watchHow' : 'home.steps.watchNone')}
          >
            <Button component={Link} to="/conversations" variant="default">
              {t('shell.conversations')}
            </Button>
          </Step>
        )}
      </ol>
    </section>
  );
}

const Step = ({ title, how, children }: { title: string; how: string; children: ReactNode }) => (
  <li className={styles.step}>
    <h3>{title}</h3>
    <p>{how}</p>
    {children}
  </li>
);
