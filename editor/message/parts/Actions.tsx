import { IconBuildingStore, IconExternalLink, IconForms, IconMapPin, IconShoppingBag } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FormattedText } from '../FormattedText.tsx';
import { webAddress } from '../formatting.ts';
import type { ContentOf, Tappable } from '../view.ts';
import { Choice } from './Choices.tsx';
import styles from '../MessageBubble.module.css';

type Props = Tappable & {
  content: ContentOf<'link-button' | 'location-request' | 'product' | 'product-list' | 'catalogue' | 'form-request'>;
  compact: boolean;
};

/** The one button under a message that opens something: a page, where the person is, products, a form. */
export function Action(props: Props) {
  return (
    <div className={styles.choices}>
      <Button {...props} />
    </div>
  );
}

function Button({ content, placeholders, onAsk, compact }: Props) {
  const { t } = useTranslation();
  const text = (words: string) => <FormattedText text={words} placeholders={placeholders} linksAsWords />;
  switch (content.kind) {
    case 'link-button':
      return (
        <Choice icon={IconExternalLink} onChoose={undefined} href={compact ? undefined : webAddress(content.url)}>
          {text(content.title)}
        </Choice>
      );
    case 'location-request':
      return (
        <Choice icon={IconMapPin} onChoose={onAsk && (() => onAsk({ kind: 'location' }))}>
          {t('message.sendLocation')}
        </Choice>
      );
    case 'product':
    case 'product-list': {
      const { kind, catalogId } = content;
      const productIds =
        kind === 'product' ? [content.productId] : content.sections.flatMap((section) => section.productIds);
      return (
        <Choice icon={IconShoppingBag} onChoose={onAsk && (() => onAsk({ kind: 'products', catalogId, productIds }))}>
          {t(kind === 'product' ? 'message.product.see' : 'message.product.see-all')}
        </Choice>
      );
    }
    case 'catalogue': {
      const { thumbnailProductId: id } = content;
      const ask = () => onAsk?.({ kind: 'products', catalogId: '', productIds: id ? [id] : [] });
      return (
        <Choice icon={IconBuildingStore} onChoose={onAsk && ask}>
          {t('message.product.open')}
        </Choice>
      );
    }
    case 'form-request': {
      const { token, data = {} } = content;
      return (
        <Choice icon={IconForms} onChoose={onAsk && (() => onAsk({ kind: 'form', token, data }))}>
          {text(content.button)}
        </Choice>
      );
    }
  }
}
