import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type Path, type WidgetProps } from '../form.ts';
import { limitsOf } from '../limits.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { TemplateField } from '../parts/TemplateField.tsx';
import { newCard, readCards, type CardItem } from './contact-cards.ts';

/** Contacts to send: name, phones, e-mails and what they are. */
export function ContactCards({ field, path, value }: WidgetProps) {
  const { change } = useForm();
  const { t } = useTranslation();
  const { items: most } = limitsOf(field);
  const cards = readCards(value);
  const name = (index: number) => t('inspector.contacts.name', { place: index + 1 });
  return (
    <ItemList
      items={cards}
      keyOf={({ id }) => id}
      nameOf={(card, index) => card.name || name(index)}
      onMove={(from, to) => change(path, moved(cards, from, to))}
      onRemove={(index) => change(path, cards.toSpliced(index, 1))}
      addLabel={t('inspector.contacts.add')}
      onAdd={() => change(path, [...cards, newCard()])}
      full={most !== undefined && cards.length >= most}
      head={(card, index) => (
        <TemplateField
          path={[...path, index, 'name']}
          value={card.name}
          oneLine
          placeholder={name(index)}
          labels={{ 'aria-label': name(index) }}
        />
      )}
    >
      {(card, index) => (
        <>
          <Lines path={[...path, index]} card={card} part="phones" name="phone" />
          <Lines path={[...path, index]} card={card} part="emails" name="email" />
          {(['organisation', 'title'] as const).map((part) => (
            <TemplateField
              key={part}
              path={[...path, index, part]}
              value={card[part]}
              oneLine
              optional
              placeholder={t(`inspector.contacts.${part}`)}
              labels={{ 'aria-label': t(`inspector.contacts.${part}`) }}
            />
          ))}
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}

type LinesProps = { path: Path; card: CardItem } & (
  { part: 'phones'; name: 'phone' } | { part: 'emails'; name: 'email' }
);

/** The phones or e-mails of a contact. */
function Lines({ path, card, part, name }: LinesProps) {
  const { change } = useForm();
  const { t } = useTranslation();
  const lines = (card[part] ?? []).map((line) => ('phone' in line ? line.phone : line.email));
  const put = (next: readonly string[]) =>
    change([...path, part], next.length === 0 ? undefined : next.map((text) => ({ [name]: text })));
  return (
    <ItemList
      items={lines}
      keyOf={(_line, index) => String(index)}
      nameOf={(line, index) => line || t(`inspector.contacts.${name}`, { place: index + 1 })}
      onRemove={(index) => put(lines.toSpliced(index, 1))}
      addLabel={t(`inspector.contacts.add-${name}`)}
      onAdd={() => put([...lines, ''])}
      full={lines.length >= 20}
    >
      {(line, index) => (
        <TemplateField
          path={[...path, part, index, name]}
          value={line}
          oneLine
          placeholder={t(`inspector.contacts.${name}-hint`)}
          labels={{ 'aria-label': t(`inspector.contacts.${name}`, { place: index + 1 }) }}
        />
      )}
    </ItemList>
  );
}
