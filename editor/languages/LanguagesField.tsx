import { ActionIcon, Button, Select } from '@mantine/core';
import { IconLanguage, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { completeness } from '../../runtime/engine/languages/translations.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useFlow } from '../flow/store.ts';
import { showUndo } from '../ui/undo.ts';
import { Completeness } from './Completeness.tsx';
import styles from './LanguagesField.module.css';
import { languageName, offeredLanguages } from './names.ts';
import { useLanguages } from './shown.ts';
import { addLanguage, mayRewrite, mostLanguages, removeLanguage, writeIn } from './translating.ts';

/** The languages that a flow speaks: the one it is written in, and those that it is translated into. */
export function LanguagesField({ flow, readOnly }: { flow: Flow; readOnly: boolean }) {
  const { t, i18n } = useTranslation();
  const [written = 'es', ...others] = flow.languages;
  const done = completeness(flow, nodeTypes);
  const { dispatch, undo } = useFlow.getState();
  const remove = (language: string) => {
    dispatch(removeLanguage(flow, language));
    showUndo({ message: t('languages.removed', { language: languageName(language, i18n.language) }), undo });
  };
  return (
    <div className={styles.languages}>
      <div className={styles.written}>
        {mayRewrite(flow) && !readOnly ? (
          <LanguageSelect
            label={t('languages.written')}
            value={written}
            present={flow.languages}
            onPick={(language) => dispatch(writeIn(flow, language))}
          />
        ) : (
          <b>{languageName(written, i18n.language)}</b>
        )}
        <span className={styles.note}>{t('languages.writtenHint')}</span>
      </div>
      {others.map((language, index) => (
        <div key={language} className={styles.row}>
          <span className={styles.name}>{languageName(language, i18n.language)}</span>
          <Completeness language={language} done={done[index]?.done ?? 0} total={done[index]?.total ?? 0} />
          {!readOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('languages.remove', { language: languageName(language, i18n.language) })}
              onClick={() => remove(language)}
            >
              <IconTrash size={18} stroke={1.5} aria-hidden />
            </ActionIcon>
          )}
        </div>
      ))}
      {!readOnly && flow.languages.length < mostLanguages && (
        <LanguageSelect
          label={t('languages.add')}
          value={null}
          present={flow.languages}
          onPick={(language) => dispatch(addLanguage(flow, language))}
        />
      )}
      {others.length > 0 && (
        <Button
          className={styles.open}
          variant="default"
          leftSection={<IconLanguage size={18} stroke={1.5} aria-hidden />}
          onClick={() => useLanguages.setState({ table: true })}
        >
          {t('languages.open')}
        </Button>
      )}
    </div>
  );
}

type SelectProps = { label: string; value: string | null; present: readonly string[]; onPick(language: string): void };

function LanguageSelect({ label, value, present, onPick }: SelectProps) {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState('');
  const own = value === null ? [] : [{ value, label: languageName(value, i18n.language) }];
  return (
    <Select
      aria-label={label}
      placeholder={label}
      value={value}
      data={[...own, ...offeredLanguages(present, typed, i18n.language)]}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('languages.noSuch')}
      onSearchChange={setTyped}
      onChange={(language) => {
        if (language !== null && language !== value) onPick(language);
      }}
    />
  );
}
