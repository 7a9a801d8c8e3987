import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { labelOf } from '../scope.ts';
import { useSamples } from './samples.ts';
import css from './Try.module.css';

/** A field for each name that something reads. */
export function SampleFields({ names }: { names: readonly string[] }) {
  const { t } = useTranslation();
  const { samples, set } = useSamples();
  if (names.length === 0) return null;
  return (
    <div className={css.samples}>
      {names.map((name) => (
        <TextInput
          key={name}
          size="xs"
          label={labelOf(name, t)}
          title={name}
          placeholder={t('inspector.try.sample')}
          value={samples[name] ?? ''}
          onChange={({ currentTarget }) => set(name, currentTarget.value)}
        />
      ))}
    </div>
  );
}
