import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

type Props = {
  value: string;
  onChange: (value: string) => void;
  /** What is searched, for its placeholder and for screen readers. */
  label: string;
  className?: string | undefined;
};

/** A search field. `Escape` empties it. */
export function SearchField({ value, onChange, label, className }: Props) {
  const { t } = useTranslation();
  return (
    <TextInput
      className={className}
      type="search"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value !== '') {
          event.preventDefault();
          event.stopPropagation();
          onChange('');
        }
      }}
      leftSection={<IconSearch size={18} stroke={1.5} aria-hidden />}
      rightSection={
        value !== '' && <CloseButton size="sm" aria-label={t('common.clear')} onClick={() => onChange('')} />
      }
    />
  );
}
