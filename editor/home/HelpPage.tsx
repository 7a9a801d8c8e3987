import { Button } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { openDialog } from '../app/Dialogs.tsx';
import { useHasTestPhone, usePlaces } from '../app/navigation.ts';
import { Box } from '../ui/Box.tsx';
import { Page } from '../ui/Page.tsx';
import styles from './HelpPage.module.css';

/** The product's words, in the order in which one meets them. `home.words.{word}` is each one's name, `home.means.{word}` its meaning. */
const words = [
  'flow',
  'card',
  'wayOut',
  'trigger',
  'draft',
  'simulator',
  'session',
  'variable',
  'conversation',
  'contact',
  'window',
  'template',
  'channel',
  'webhook',
] as const;

/** What one can do here, page by page, and what the words mean. */
export function Component() {
  const { t } = useTranslation();
  const places = usePlaces().filter(({ to }) => to !== '/');
  const hasPhone = useHasTestPhone();
  return (
    <Page
      title={t('shell.whatIsThis')}
      actions={
        <Button
          variant="default"
          leftSection={<IconKeyboard size={18} stroke={1.5} aria-hidden />}
          onClick={() => openDialog('keys')}
        >
          {t('shell.keys')}
        </Button>
      }
    >
      <div className={styles.page}>
        <p className={styles.lead}>{t(hasPhone ? 'home.help.leadDemo' : 'home.help.lead')}</p>
        <ul className={styles.places}>
          {places.map(({ to, label, icon: Picture }) => (
            <li key={to}>
              <Link to={to} className={styles.place}>
                <Picture size={24} stroke={1.5} aria-hidden />
                <b>{t(label)}</b>
                <span>{t(`home.help.${label.slice('shell.'.length)}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
        <Box title={t('home.help.glossary')}>
          <dl className={styles.words}>
            {words.map((word) => (
              <div key={word}>
                <dt>{t(`home.words.${word}`)}</dt>
                <dd>{t(`home.means.${word}`)}</dd>
              </div>
            ))}
          </dl>
        </Box>
      </div>
    </Page>
  );
}
