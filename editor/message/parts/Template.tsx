import {
  IconArrowBackUp,
  IconBuildingStore,
  IconCopy,
  IconExternalLink,
  IconForms,
  IconShoppingBag,
  type Icon,
} from '@tabler/icons-react';
import type { ShownTemplate, TemplateButtonValue } from '../../../runtime/contract/index.ts';
import { FormattedText } from '../FormattedText.tsx';
import type { ContentOf, Tappable } from '../view.ts';
import { Choice } from './Choices.tsx';
import { Strip, StripCard } from './Carousel.tsx';
import styles from '../MessageBubble.module.css';

const signs: { [kind in TemplateButtonValue['kind']]: Icon } = {
  url: IconExternalLink,
  'quick-reply': IconArrowBackUp,
  'copy-code': IconCopy,
  form: IconForms,
  catalogue: IconBuildingStore,
  products: IconShoppingBag,
};

type ButtonsProps = Tappable & { shown: ShownTemplate['buttons']; values: TemplateButtonValue[] | undefined };

/** A template's buttons. Those whose value is known can be tapped; of the others nobody knows here what they do. */
function TemplateButtons({ shown = [], values = [], placeholders, onChoose, onAsk, choiceSlot }: ButtonsProps) {
  return shown.map(({ title }, index) => {
    const value = values.find((each) => each.index === index);
    const id = value?.kind === 'quick-reply' ? value.payload : undefined;
    const tap = (): (() => void) | undefined => {
      if (id !== undefined) return onChoose && (() => onChoose({ id, title, source: 'template' }));
      if (value?.kind === 'form') {
        const { token, data = {} } = value;
        return onAsk && (() => onAsk({ kind: 'form', token, data }));
      }
      if (value?.kind !== 'products') return undefined;
      const productIds = value.sections.flatMap((section) => section.productIds);
      return onAsk && (() => onAsk({ kind: 'products', catalogId: '', productIds }));
    };
    return (
      <Choice
        key={index}
        icon={value && signs[value.kind]}
        onChoose={tap()}
        slot={id === undefined ? undefined : choiceSlot?.(id)}
      >
        <FormattedText text={title} placeholders={placeholders} linksAsWords />
      </Choice>
    );
  });
}

/** What stands under a template: its buttons, and its cards with theirs. */
export function TemplateParts({ content, ...tappable }: Tappable & { content: ContentOf<'template'> }) {
  const { shown, parameters } = content;
  const { placeholders } = tappable;
  return (
    <>
      {shown.buttons && shown.buttons.length > 0 && (
        <div className={styles.choices}>
          <TemplateButtons shown={shown.buttons} values={parameters.buttons} {...tappable} />
        </div>
      )}
      {shown.cards && shown.cards.length > 0 && (
        <Strip>
          {shown.cards.map((card, index) => (
            <StripCard key={index} header={card.header} body={card.body} placeholders={placeholders}>
              <TemplateButtons shown={card.buttons} values={parameters.cards?.[index]?.buttons} {...tappable} />
            </StripCard>
          ))}
        </Strip>
      )}
    </>
  );
}
