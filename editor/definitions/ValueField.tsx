import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Definitions.module.css';
import { asKind, valueKinds, type ValueDraft } from './values.ts';

type Props = { draft: ValueDraft; onChange: (draft: ValueDraft) => void; error: ReactNode };

/** A constant's value and what kind of value it is. */
export function ValueField({ draft, onChange, error }: Props) {
  const { t } = useTranslation();
  const { kind, text } = draft;
  const write = (next: string) => onChange({ kind, text: next });
  const labels = { label: t('definitions.value'), error };
  return (
    <div className={styles.value}>
      <SegmentedControl
        fullWidth
        aria-label={t('definitions.valueKind')}
        value={kind}
        data={valueKinds.map((value) => ({ value, label: t(`definitions.valueKinds.${value}`) }))}
        onChange={(picked) => onChange(asKind(draft, valueKinds.find((one) => one === picked) ?? kind))}
      />
      {kind === 'boolean' && (
        <SegmentedControl
          aria-label={t('definitions.value')}
          value={text}
          data={[
            { value: 'true', label: t('definitions.yes') },
            { value: 'false', label: t('definitions.no') },
          ]}
          onChange={write}
        />
      )}
      {kind === 'number' && (
        <TextInput
          {...labels}
          inputMode="decimal"
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
        />
      )}
      {(kind === 'text' || kind === 'json') && (
        <Textarea
          {...labels}
          autosize
          minRows={kind === 'json' ? 4 : 2}
          maxRows={12}
          spellCheck={kind === 'text'}
          {...(kind === 'json' && { classNames: { input: styles.json ?? '' } })}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
