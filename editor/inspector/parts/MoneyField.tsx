import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Money } from '../../../runtime/contract/index.ts';
import { useForm, type Path } from '../form.ts';
import { currencies, microsFrom, unitsText } from '../money.ts';
import css from './MoneyField.module.css';
import { useDraft } from './use-draft.ts';

type Props = {
  path: Path;
  value: Money | undefined;
  /** Of an amount that is not there yet. */
  currency: string;
  id: string;
  label: string;
};

/** An amount of a currency, kept in millionths. Emptied, it is taken away. */
export function MoneyField({ path, value, currency, id, label }: Props) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const code = value?.currency ?? currency;
  const draft = useDraft(value ? unitsText(value.micros) : '', (text) => {
    const micros = microsFrom(text);
    return text.trim() === '' ? '' : micros === undefined ? undefined : unitsText(micros);
  });
  return (
    <div className={css.money}>
      <TextInput
        id={id}
        className={css.amount}
        inputMode="decimal"
        placeholder={t('inspector.guards.none')}
        value={draft.text}
        readOnly={readOnly}
        error={draft.text.trim() !== '' && microsFrom(draft.text) === undefined}
        onChange={({ currentTarget: { value: text } }) => {
          draft.setText(text);
          const micros = microsFrom(text);
          if (micros !== undefined) write(path, { currency: code, micros });
          else if (text.trim() === '') write(path, undefined);
        }}
        onBlur={draft.leave}
      />
      <Select
        className={css.currency}
        aria-label={t('inspector.guards.currency', { label })}
        value={code}
        data={currencies.includes(code) ? currencies : [code, ...currencies]}
        allowDeselect={false}
        readOnly={readOnly || !value}
        onChange={(picked) => value && picked !== null && change(path, { ...value, currency: picked })}
      />
    </div>
  );
}
