import { IconCopy, IconFile, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import styles from './ExampleCard.module.css';

type Choice = { chosen?: boolean; onChoose: () => void };

/** An example to begin with: its name, what it does and how large it is. */
export function ExampleCard({ flow, ...choice }: Choice & { flow: Flow }) {
  const { t } = useTranslation();
  return (
    <Source
      {...choice}
      icon={IconCopy}
      name={flow.name}
      lines={[t(`flows.examples.${flow.id}`), t('flows.cards', { count: flow.nodes.length })]}
    />
  );
}

/** A flow of one card. */
export function BlankCard(choice: Choice) {
  const { t } = useTranslation();
  return <Source {...choice} icon={IconFile} name={t('flows.new.blank')} lines={[t('flows.new.blankWords')]} />;
}

function Source({ icon: Sign, name, lines, chosen, onChoose }: Choice & { icon: Icon; name: string; lines: string[] }) {
  return (
    <button type="button" className={styles.example} aria-pressed={chosen} onClick={onChoose}>
      <Sign size={18} stroke={1.5} aria-hidden />
      <strong>{name}</strong>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </button>
  );
}
