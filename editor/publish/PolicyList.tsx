import { Button, Select } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow, PublishPolicy } from '../../runtime/contract/index.ts';
import { cardNamed } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { cardTitle } from './card-title.ts';
import { CloseWords } from './CloseWords.tsx';
import { policyOf, policyOfKind, type Chosen, type ConcernedCard } from './policies.ts';
import styles from './PolicyList.module.css';

const kinds: readonly PublishPolicy['do'][] = ['finish', 'move', 'close'];

type Props = {
  cards: readonly ConcernedCard[];
  /** The version to be: where people may be moved to, and the languages that they are spoken to in. */
  next: Flow;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
};

/** Asks what becomes of the people who wait at each card that the version removes or changes. */
export function PolicyList({ cards, next, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const targets = useMemo(
    () => next.nodes.map((node) => ({ value: node.id, label: cardTitle(t, cardNamed(node, nodeTypes)) })),
    [next, t],
  );
  const people = cards.reduce((sum, card) => sum + card.people, 0);
  const forAll = (kind: PublishPolicy['do']) =>
    onChange(
      Object.fromEntries(
        cards
          .filter(({ suggestion }) => kind !== 'move' || suggestion !== null)
          .map((card) => [card.node, policyOfKind(kind, card, policyOf(chosen, card.node))]),
      ),
    );
  return (
    <section className={styles.policies} aria-label={t('publish.policies.title')}>
      <header>
        <h2>
          <IconUsers size={18} stroke={1.5} aria-hidden />
          {t('publish.policies.waiting', { count: people })}
        </h2>
        <p>{t('publish.policies.preview')}</p>
      </header>
      {cards.length > 1 && (
        <fieldset className={styles.all}>
          <legend>{t('publish.policies.forAll')}</legend>
          {kinds.map((kind) => (
            <Button key={kind} size="xs" variant="default" onClick={() => forAll(kind)}>
              {t(`publish.policies.short.${kind}`)}
            </Button>
          ))}
        </fieldset>
      )}
      <ul>
        {cards.map((card) => (
          <PolicyRow
            key={card.node}
            card={card}
            next={next}
            targets={targets}
            policy={policyOf(chosen, card.node)}
            onChange={(policy) => onChange({ ...chosen, [card.node]: policy })}
          />
        ))}
      </ul>
    </section>
  );
}

type RowProps = {
  card: ConcernedCard;
  next: Flow;
  targets: { value: string; label: string }[];
  policy: PublishPolicy;
  onChange: (policy: PublishPolicy) => void;
};

function PolicyRow({ card, next, targets, policy, onChange }: RowProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <li>
      <div className={styles.card}>
        <h3 id={id}>{cardTitle(t, card.card)}</h3>
        <p aria-live="polite">
          {t(`publish.policies.${card.change}`)} · {t('publish.policies.people', { count: card.people })}
        </p>
      </div>
      <div className={styles.choice} role="radiogroup" aria-labelledby={id}>
        {kinds.map((kind) => (
          <label key={kind} data-checked={policy.do === kind || undefined}>
            <input
              type="radio"
              name={id}
              checked={policy.do === kind}
              onChange={() => onChange(policyOfKind(kind, card, policy))}
            />
            {t(`publish.policies.do.${kind}`)}
          </label>
        ))}
      </div>
      {policy.do === 'move' && (
        <Select
          label={t('publish.policies.to')}
          description={t('publish.policies.toHelp')}
          placeholder={t('publish.policies.choose')}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t('publish.policies.noCard')}
          data={targets}
          value={targets.some(({ value }) => value === policy.to) ? policy.to : null}
          onChange={(to) => to !== null && onChange({ do: 'move', to })}
        />
      )}
      {policy.do === 'close' && <CloseWords next={next} policy={policy} onChange={onChange} />}
    </li>
  );
}
