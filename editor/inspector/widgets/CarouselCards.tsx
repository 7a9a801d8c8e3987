import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { limitsOf } from '../limits.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { TemplateField } from '../parts/TemplateField.tsx';
import { newCarouselCard, opensPages, readCarousel } from './carousel-cards.ts';

/** The cards of a carousel: a picture or a video, a text and, where cards open pages, a button. */
export function CarouselCards({ field, path, value }: WidgetProps) {
  const { change, readOnly, whole } = useForm();
  const { t } = useTranslation();
  const { items: most, characters, title } = limitsOf(field);
  const cards = readCarousel(value);
  const pages = opensPages(whole);
  const name = (index: number) => t('inspector.carousel.name', { place: index + 1 });
  return (
    <>
      <ItemList
        items={cards}
        keyOf={({ id }) => id}
        nameOf={(_card, index) => name(index)}
        onMove={(from, to) => change(path, moved(cards, from, to))}
        onRemove={(index) => change(path, cards.toSpliced(index, 1))}
        addLabel={t('inspector.carousel.add')}
        onAdd={() => change(path, [...cards, newCarouselCard(cards)])}
        {...(most !== undefined && {
          full: cards.length >= most,
          count: t('limits.cards', { count: cards.length, max: most }),
        })}
        head={(card, index) => (
          <Select
            aria-label={t('inspector.carousel.media', { name: name(index) })}
            value={card.media}
            readOnly={readOnly}
            data={(['image', 'video'] as const).map((kind) => ({ value: kind, label: t(`media.${kind}`) }))}
            onChange={(kind) => kind !== null && change([...path, index, 'media'], kind)}
          />
        )}
      >
        {(card, index) => (
          <>
            <TemplateField
              path={[...path, index, 'link']}
              value={card.link}
              oneLine
              placeholder={t('inspector.media.hint')}
              labels={{ 'aria-label': `${name(index)}: ${t('inspector.media.link')}` }}
            />
            <TemplateField
              path={[...path, index, 'body']}
              value={card.body}
              chat
              optional
              placeholder={t('inspector.carousel.body')}
              labels={{ 'aria-label': `${name(index)}: ${t('inspector.carousel.body')}` }}
              {...(characters !== undefined && { characters })}
            />
            {pages && (
              <>
                <TemplateField
                  path={[...path, index, 'title']}
                  value={card.title}
                  oneLine
                  placeholder={t('inspector.carousel.title')}
                  labels={{ 'aria-label': `${name(index)}: ${t('inspector.carousel.title')}` }}
                  {...(title !== undefined && { characters: title })}
                />
                <TemplateField
                  path={[...path, index, 'url']}
                  value={card.url}
                  oneLine
                  placeholder={t('inspector.carousel.url')}
                  labels={{ 'aria-label': `${name(index)}: ${t('inspector.carousel.url')}` }}
                />
              </>
            )}
            <PartIssues path={[...path, index]} />
          </>
        )}
      </ItemList>
      <PartIssues path={path} within={false} />
    </>
  );
}
