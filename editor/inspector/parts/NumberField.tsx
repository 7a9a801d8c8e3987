import { ActionIcon, TextInput } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useForm, type Path } from '../form.ts';
import css from './NumberField.module.css';
import { numberFrom, within, type NumberLimits } from './numbers.ts';
import { useDraft } from './use-draft.ts';

type Props = NumberLimits & {
  path: Path;
  value: unknown;
  id?: string;
  label?: string;
  labelledBy?: string;
  /** Emptied, the value is taken away. */
  optional?: boolean;
  stepper?: boolean;
  placeholder?: string;
  suffix?: string;
};

/** A number; what is none is not written, and the last one stands there again when the field is left. */
export function NumberField({
  path,
  value,
  id,
  label,
  labelledBy,
  optional = false,
  stepper = false,
  placeholder,
  suffix,
  ...limits
}: Props) {
  const { readOnly, write } = useForm();
  const { t } = useTranslation();
  const number = typeof value === 'number' ? value : undefined;
  const draft = useDraft(number === undefined ? '' : String(number), (text) => {
    const meant = numberFrom(text, limits);
    return text.trim() === '' ? '' : meant === undefined ? undefined : String(meant);
  });
  const step = (by: number) => {
    draft.leave();
    write(path, within((number ?? limits.minimum ?? 0) + by, limits));
  };
  const field = (
    <TextInput
      {...(id !== undefined && { id })}
      {...(label !== undefined && { 'aria-label': label })}
      {...(labelledBy !== undefined && { 'aria-labelledby': labelledBy })}
      {...(placeholder !== undefined && { placeholder })}
      {...(suffix !== undefined && { rightSection: suffix })}
      data-path={path.join('/')}
      className={css.number}
      inputMode={limits.wholeNumber ? 'numeric' : 'decimal'}
      value={draft.text}
      readOnly={readOnly}
      error={draft.text.trim() !== '' && numberFrom(draft.text, limits) === undefined}
      onChange={({ currentTarget }) => {
        const text = currentTarget.value;
        draft.setText(text);
        const meant = numberFrom(text, limits);
        if (meant !== undefined) write(path, meant);
        else if (text.trim() === '' && optional) write(path, undefined);
      }}
      onBlur={draft.leave}
      onKeyDown={(event) => {
        const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (by === undefined || readOnly) return;
        event.preventDefault();
        step(by);
      }}
    />
  );
  if (!stepper) return field;
  return (
    <div className={css.stepper}>
      <ActionIcon
        variant="default"
        disabled={readOnly || (number ?? 0) <= (limits.minimum ?? -Infinity)}
        aria-label={t('inspector.number.less')}
        onClick={() => step(-1)}
      >
        <IconMinus size={16} stroke={1.5} />
      </ActionIcon>
      {field}
      <ActionIcon
        variant="default"
        disabled={readOnly || (number ?? 0) >= (limits.maximum ?? Infinity)}
        aria-label={t('inspector.number.more')}
        onClick={() => step(1)}
      >
        <IconPlus size={16} stroke={1.5} />
      </ActionIcon>
    </div>
  );
}
