import { IconBuildingStore, IconShoppingBag } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FormattedText } from '../FormattedText.tsx';
import type { ContentOf } from '../view.ts';
import { Words } from './Words.tsx';
import styles from '../MessageBubble.module.css';

type Props = { content: ContentOf<'product' | 'product-list' | 'catalogue'>; placeholders: boolean; compact: boolean };

/** Products by their numbers in the shop: names, prices and pictures are the provider's. */
export function Products({ content, placeholders, compact }: Props) {
  const words = { ...('header' in content && { header: content.header }), ...pick(content) };
  return (
    <>
      <Tile content={content} placeholders={placeholders} />
      <Words words={words} placeholders={placeholders} compact={compact} />
    </>
  );
}

const pick = ({ body, footer }: { body?: string; footer?: string }) => ({
  ...(body !== undefined && { body }),
  ...(footer !== undefined && { footer }),
});

function Tile({ content, placeholders }: Omit<Props, 'compact'>) {
  const { t } = useTranslation();
  const text = (words: string) => <FormattedText text={words} placeholders={placeholders} linksAsWords />;
  const Sign = content.kind === 'catalogue' ? IconBuildingStore : IconShoppingBag;
  const id = content.kind === 'product' ? content.productId : undefined;
  const ids = content.kind === 'product-list' ? content.sections.flatMap(({ productIds }) => productIds) : [];
  return (
    <div className={styles.product}>
      <Sign aria-hidden className={styles.productIcon} />
      <span className={styles.fileWords}>
        <span className={styles.fileName}>
          {id
            ? text(id)
            : t(ids.length > 0 ? 'message.product.count' : `message.product.${content.kind}`, { count: ids.length })}
        </span>
        {id && <span className={styles.second}>{t('message.product.product')}</span>}
        {ids.length > 0 && <span className={styles.second}>{text(ids.join(', '))}</span>}
      </span>
    </div>
  );
}
