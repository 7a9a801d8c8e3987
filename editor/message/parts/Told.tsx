import {
  IconAddressBook,
  IconArrowBackUp,
  IconBan,
  IconDoorEnter,
  IconForms,
  IconHelpCircle,
  IconInfoCircle,
  IconPencil,
  IconPhone,
  IconShoppingCart,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../runtime/contract/index.ts';
import type { ContentOf } from '../view.ts';
import styles from '../MessageBubble.module.css';

/** A tap on a button or row: its title, marked as tapped rather than typed. */
export function Tapped({ content: { title, description, source } }: { content: ContentOf<'choice'> }) {
  const { t } = useTranslation();
  return (
    <div className={styles.words}>
      <span className={styles.mark}>
        <IconArrowBackUp aria-hidden />
        {t(`message.tapped.${source}`)}
      </span>
      <div>{title}</div>
      {description && <div className={styles.second}>{description}</div>}
    </div>
  );
}

export function Reaction({ content: { emoji } }: { content: ContentOf<'reaction'> }) {
  const { t } = useTranslation();
  return (
    <div className={styles.words}>
      {emoji ? <span className={styles.emoji}>{emoji}</span> : null}
      <span className={styles.second}>{t(emoji ? 'message.reaction.put' : 'message.reaction.taken')}</span>
    </div>
  );
}

export function People({ content: { contacts } }: { content: ContentOf<'contacts'> }) {
  const { t } = useTranslation();
  return (
    <Sheet icon={IconAddressBook} title={t('message.contacts', { count: contacts.length })}>
      <ul className={styles.plainList}>
        {contacts.map(({ name, phones }, index) => (
          <li key={index} className={styles.person}>
            <IconUser aria-hidden />
            <span>
              <span className={styles.fileName}>{name}</span>
              {phones.map((phone) => (
                <span key={phone} className={styles.second}>
                  {phone}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

export function FormSent({ content: { name, fields, raw } }: { content: ContentOf<'form'> }) {
  const { t } = useTranslation();
  // The token is ours, and the provider calls every form of one kind alike.
  const entries = Object.entries(fields).filter(([field]) => field !== 'flow_token');
  const ownName = name === 'flow' || name === 'galaxy_message' ? undefined : name;
  return (
    <Sheet icon={IconForms} title={ownName || t('message.form.title')}>
      {entries.length > 0 ? (
        <dl className={styles.facts}>
          {entries.map(([field, value]) => (
            <div key={field}>
              <dt>{field}</dt>
              <dd>{shown(value)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className={styles.second}>{raw ?? t('message.form.empty')}</p>
      )}
    </Sheet>
  );
}

const shown = (value: Json): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value) && value.every((item) => typeof item === 'string')
      ? value.join(', ')
      : JSON.stringify(value);

export function Order({ content: { items, text } }: { content: ContentOf<'order'> }) {
  const { t, i18n } = useTranslation();
  const price = (amount: number, currency: string | undefined): string => {
    try {
      return new Intl.NumberFormat(i18n.language, currency ? { style: 'currency', currency } : {}).format(amount);
    } catch {
      return `${amount} ${currency ?? ''}`.trim();
    }
  };
  return (
    <Sheet icon={IconShoppingCart} title={t('message.order', { count: items.length })}>
      <ul className={styles.plainList}>
        {items.map(({ productId, quantity, price: each, currency }, index) => (
          <li key={index} className={styles.item}>
            <span>{`${quantity} × ${productId}`}</span>
            {each !== undefined && <span className={styles.second}>{price(each, currency)}</span>}
          </li>
        ))}
      </ul>
      {text && <p>{text}</p>}
    </Sheet>
  );
}

type Event = ContentOf<'call-permission' | 'welcome' | 'edit' | 'revoke' | 'system' | 'unsupported' | 'unknown'>;

/** What came in that is no message of its own, in words. */
export function Noticed({ content }: { content: Event }) {
  const { t } = useTranslation();
  const said = noticed(content, t);
  return (
    <div className={styles.notice}>
      <said.icon aria-hidden />
      <span>
        {said.words}
        {said.more && <span className={styles.second}>{said.more}</span>}
      </span>
    </div>
  );
}

type Say = (key: string, params?: { [name: string]: string }) => string;

function noticed(content: Event, t: Say): { icon: Icon; words: string; more?: string | undefined } {
  switch (content.kind) {
    case 'welcome':
      return { icon: IconDoorEnter, words: t('message.event.welcome') };
    case 'edit':
      return { icon: IconPencil, words: t('message.event.edit'), more: content.body };
    case 'revoke':
      return { icon: IconBan, words: t('message.event.revoke') };
    case 'call-permission': {
      const given = /accept/i.test(content.response);
      return { icon: IconPhone, words: t(given ? 'message.event.call-allowed' : 'message.event.call-refused') };
    }
    case 'system': {
      const newNumber = /changed_number|number/.test(content.change);
      return {
        icon: IconInfoCircle,
        words: t(newNumber ? 'message.event.number' : 'message.event.system'),
        more: content.body,
      };
    }
    case 'unsupported':
      return { icon: IconHelpCircle, words: t('message.event.unsupported'), more: content.reason ?? content.type };
    case 'unknown':
      return { icon: IconHelpCircle, words: t('message.event.unknown', { type: content.type }) };
  }
}

function Sheet({ icon: SheetIcon, title, children }: { icon: Icon; title: string; children: ReactNode }) {
  return (
    <div className={styles.words}>
      <div className={styles.sheetTitle}>
        <SheetIcon aria-hidden />
        {title}
      </div>
      {children}
    </div>
  );
}
