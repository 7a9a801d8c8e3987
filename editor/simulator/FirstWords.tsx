import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSelection } from '../flow/selection.ts';
import { firstWords } from './first-words.ts';
import { useSimulation } from './simulation.ts';
import styles from './Simulator.module.css';
import { useTeller } from './useTeller.ts';
import { cardName } from './words.ts';

/** An empty chat: what wakes this flow, to be sent with a tap, or a card to begin at. */
export function FirstWords() {
  const { t } = useTranslation();
  const teller = useTeller();
  const personName = useSimulation((state) => state.personName);
  const returning = useSimulation((state) => state.persona.returning);
  const say = useSimulation((state) => state.say);
  const start = useSimulation((state) => state.start);
  const chosen = useSelection((state) => state.node);
  if (!teller) return null;
  const words = firstWords(teller.flow.triggers, t('simulator.first.greeting'), returning);
  const node = teller.flow.nodes.find(({ id }) => id === chosen);
  return (
    <div className={styles.first}>
      <p>{t(words.length > 0 ? 'simulator.first.write' : 'simulator.first.no-trigger', { name: personName })}</p>
      {words.length > 0 && (
        <ul className={styles.firstWords}>
          {words.map((word) => (
            <li key={word}>
              <button type="button" className={styles.firstWord} onClick={() => say({ kind: 'text', body: word })}>
                {word}
              </button>
            </li>
          ))}
        </ul>
      )}
      {node ? (
        <button type="button" className={styles.firstWord} onClick={() => start(node.id)}>
          <IconPlayerPlay aria-hidden />
          {t('simulator.first.at-card', { card: cardName(teller, node.id) })}
        </button>
      ) : (
        <p className={styles.quiet}>{t('simulator.first.choose-card')}</p>
      )}
    </div>
  );
}
