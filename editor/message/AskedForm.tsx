import { IconMapPin, IconPlus } from '@tabler/icons-react';
import { Button, NumberInput, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboundContent, Json } from '../../runtime/contract/index.ts';
import type { Asked } from './view.ts';
import styles from './AskedForm.module.css';

export type Answer = Extract<InboundContent, { kind: 'location' | 'form' | 'order' }>;

type Props<Kind extends Asked['kind']> = {
  asked: Extract<Asked, { kind: Kind }>;
  onSend: (answer: Answer) => void;
  onCancel: () => void;
};

/** What a phone would open now, made small: places to send, a form's fields, products to order. */
export function AskedForm({ asked, ...rest }: Props<Asked['kind']>) {
  switch (asked.kind) {
    case 'location':
      return <Places asked={asked} {...rest} />;
    case 'form':
      return <Fields asked={asked} {...rest} />;
    case 'products':
      return <Products asked={asked} {...rest} />;
  }
}

type SheetProps = { title: string; onCancel: () => void; onSubmit?: () => void; children: ReactNode };

function Sheet({ title, onCancel, onSubmit, children }: SheetProps) {
  const { t } = useTranslation();
  return (
    <form
      className={styles.sheet}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit?.();
      }}
    >
      <p className={styles.title}>{title}</p>
      {children}
      <div className={styles.buttons}>
        <Button variant="default" size="compact-md" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        {onSubmit && (
          <Button type="submit" size="compact-md">
            {t('message.send')}
          </Button>
        )}
      </div>
    </form>
  );
}

const places = [
  ['mexico', 19.43261, -99.13321],
  ['bogota', 4.59806, -74.07604],
  ['sao-paulo', -23.55052, -46.63331],
] as const;

function Places({ onSend, onCancel }: Props<'location'>) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('message.asked.place')} onCancel={onCancel}>
      {places.map(([name, latitude, longitude]) => (
        <Button
          key={name}
          variant="default"
          justify="flex-start"
          leftSection={<IconMapPin size={16} stroke={1.5} aria-hidden />}
          onClick={() => onSend({ kind: 'location', latitude, longitude, name: t(`message.asked.places.${name}`) })}
        >
          {t(`message.asked.places.${name}`)}
        </Button>
      ))}
    </Sheet>
  );
}

type Row = { name: string; value: string };

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

function Fields({ asked: { token, data }, onSend, onCancel }: Props<'form'>) {
  const { t } = useTranslation();
  const [rows, setRows] = useState<Row[]>(() => {
    const first = Object.entries(data).map(([name, value]) => ({ name, value: shown(value) }));
    return first.length > 0 ? first : [{ name: '', value: '' }];
  });
  const change = (at: number, part: Partial<Row>) =>
    setRows(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const send = () => {
    const given = rows.flatMap(({ name, value }) => (name.trim() === '' ? [] : [[name.trim(), value] as const]));
    onSend({ kind: 'form', name: 'flow', fields: { ...Object.fromEntries(given), flow_token: token } });
  };
  return (
    <Sheet title={t('message.asked.form')} onCancel={onCancel} onSubmit={send}>
      {rows.map(({ name, value }, index) => (
        <div key={index} className={styles.pair}>
          <TextInput
            aria-label={t('message.asked.field', { number: index + 1 })}
            placeholder={t('message.asked.name')}
            value={name}
            maxLength={200}
            onChange={({ currentTarget }) => change(index, { name: currentTarget.value })}
          />
          <TextInput
            aria-label={t('message.asked.value-of', { number: index + 1 })}
            placeholder={t('message.asked.value')}
            value={value}
            maxLength={1_000}
            onChange={({ currentTarget }) => change(index, { value: currentTarget.value })}
          />
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-md"
        className={styles.add}
        leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
        disabled={rows.length >= 30}
        onClick={() => setRows([...rows, { name: '', value: '' }])}
      >
        {t('message.asked.add')}
      </Button>
    </Sheet>
  );
}

function Products({ asked: { catalogId, productIds }, onSend, onCancel }: Props<'products'>) {
  const { t } = useTranslation();
  const [counts, setCounts] = useState<{ [id: string]: number }>(() =>
    productIds[0] === undefined ? {} : { [productIds[0]]: 1 },
  );
  const [other, setOther] = useState('');
  const items = [
    ...productIds.map((productId) => ({ productId, quantity: counts[productId] ?? 0 })),
    ...(other.trim() === '' ? [] : [{ productId: other.trim(), quantity: 1 }]),
  ].filter(({ quantity }) => quantity > 0);
  return (
    <Sheet
      title={t('message.asked.order')}
      onCancel={onCancel}
      onSubmit={() => items.length > 0 && onSend({ kind: 'order', catalogId, items })}
    >
      {productIds.map((id) => (
        <NumberInput
          key={id}
          label={id}
          value={counts[id] ?? 0}
          min={0}
          max={999}
          allowDecimal={false}
          onChange={(value) => setCounts({ ...counts, [id]: Number(value) || 0 })}
        />
      ))}
      {productIds.length === 0 && (
        <TextInput
          label={t('message.asked.product')}
          value={other}
          maxLength={200}
          onChange={({ currentTarget }) => setOther(currentTarget.value)}
        />
      )}
    </Sheet>
  );
}
