import {
  IconArrowBackUp,
  IconBuildingStore,
  IconCopy,
  IconExternalLink,
  IconForms,
  IconPhone,
  IconShoppingBag,
  type Icon,
} from '@tabler/icons-react';
import type { ShownTemplate, TemplateButtonKind, TemplateButtonValue } from '../../../runtime/contract/index.ts';
import { FormattedText } from '../FormattedText.tsx';
import type { Asked, ContentOf, Tappable } from '../view.ts';
import { Choice } from './Choices.tsx';
import { Strip, StripCard } from './Carousel.tsx';
import styles from '../MessageBubble.module.css';

const signs: { [kind in TemplateButtonKind]?: Icon } = {
  'quick-reply': IconArrowBackUp,
  url: IconExternalLink,
  phone: IconPhone,
  'copy-code': IconCopy,
  form: IconForms,
  catalogue: IconBuildingStore,
  products: IconShoppingBag,
};

type ButtonsProps = Tappable & { shown: ShownTemplate['buttons']; values: TemplateButtonValue[] | undefined };

/** A template's buttons: replies, forms and products can be tapped. A reply without a payload sends its own title. */
function TemplateButtons({ shown = [], values = [], placeholders, onChoose, onAsk, choiceSlot }: ButtonsProps) {
  return shown.map(({ title, kind }, index) => {
    const value = values.find((each) => each.index === index);
    const does = value?.kind ?? kind;
    const id = value?.kind === 'quick-reply' ? value.payload : title;
    const tap = (): (() => void) | undefined => {
      if (does === 'quick-reply') return onChoose && (() => onChoose({ id, title, source: 'template' }));
      const asked = value && askedBy(value);
      return asked && onAsk && (() => onAsk(asked));
    };
    return (
      <Choice
        key={index}
        icon={does && signs[does]}
        onChoose={tap()}
        slot={does === 'quick-reply' ? choiceSlot?.(id) : undefined}
      >
        <FormattedText text={title} placeholders={placeholders} linksAsWords />
      </Choice>
    );
  });
}

function askedBy(value: TemplateButtonValue): Asked | undefined {
  if (value.kind === 'form') return { kind: 'form', token: value.token, data: value.data ?? {} };
  if (value.kind !== 'products') return undefined;
  return { kind: 'products', catalogId: '', productIds: value.sections.flatMap((section) => section.productIds) };
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
