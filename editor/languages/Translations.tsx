import { ActionIcon, Button, Switch } from '@mantine/core';
import { IconChevronLeft, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { completeness } from '../../runtime/engine/languages/translations.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { cardName } from '../canvas/actions.ts';
import { useFlow } from '../flow/store.ts';
import { SearchField } from '../ui/SearchField.tsx';
import { Completeness } from './Completeness.tsx';
import { CsvButtons } from './CsvButtons.tsx';
import { languageName } from './names.ts';
import { useLanguages } from './shown.ts';
import { TextTable } from './TextTable.tsx';
import { flowItself, matchingTexts, otherLanguages, textGroups } from './translating.ts';
import styles from './Translations.module.css';

/** So many languages stand beside each other before any is chosen. */
const firstColumns = 3;

/** All that a flow says, in all its languages, to be written beside each other. */
export function Translations() {
  const flow = useFlow((state) => state.flow);
  return flow && <Open flow={flow} />;
}

function Open({ flow }: { flow: Flow }) {
  const { t, i18n } = useTranslation();
  const readOnly = useFlow((state) => state.readOnly);
  const others = otherLanguages(flow);
  const [chosen, setChosen] = useState<readonly string[]>(others.slice(0, firstColumns));
  const [query, setQuery] = useState('');
  const [missing, setMissing] = useState(false);
  /** What is looked for stays while it is written: a text does not leave the table with its first letter. */
  const [kept, setKept] = useState<ReadonlySet<string> | null>(null);
  const groups = useMemo(() => textGroups(flow, nodeTypes), [flow]);
  const done = useMemo(() => completeness(flow, nodeTypes), [flow]);
  const languages = others.filter((language) => chosen.includes(language));
  const nameOf = (node: string) => (node === flowItself ? t('languages.flowItself') : cardName(flow, node));
  const look = (next: { query?: string; missing?: boolean; chosen?: readonly string[] }) => {
    const wanted = { query, missing, chosen, ...next };
    setQuery(wanted.query);
    setMissing(wanted.missing);
    setChosen(wanted.chosen);
    const columns = others.filter((language) => wanted.chosen.includes(language));
    setKept(
      wanted.query.trim() === '' && !wanted.missing
        ? null
        : matchingTexts(flow, groups, { ...wanted, languages: columns }, nameOf),
    );
  };
  const shown = kept
    ? groups.flatMap(({ node, rows }) => {
        const found = rows.filter(({ id }) => kept.has(id));
        return found.length === 0 ? [] : [{ node, rows: found }];
      })
    : groups;
  return (
    <section className={styles.page} aria-label={t('languages.heading')} data-testid="translations">
      <header className={styles.head}>
        <Button
          variant="subtle"
          color="gray"
          className={styles.back}
          leftSection={<IconChevronLeft size={18} stroke={1.5} aria-hidden />}
          onClick={() => useLanguages.setState({ table: false })}
        >
          {t('languages.back')}
        </Button>
        <h2 className={styles.title}>{t('languages.heading')}</h2>
        <CsvButtons flow={flow} readOnly={readOnly} />
        <ActionIcon
          className={styles.close}
          aria-label={t('common.close')}
          onClick={() => useLanguages.setState({ table: false })}
        >
          <IconX size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </header>
      <div className={styles.tools}>
        <SearchField
          className={styles.search}
          value={query}
          onChange={(value) => look({ query: value })}
          label={t('languages.search')}
        />
        <Switch
          label={t('languages.onlyMissing')}
          checked={missing}
          onChange={({ currentTarget }) => look({ missing: currentTarget.checked })}
        />
        <fieldset className={styles.columns} aria-label={t('languages.columns')}>
          {done.map(({ language, ...figures }) => (
            <button
              key={language}
              type="button"
              className={styles.column}
              aria-pressed={languages.includes(language)}
              onClick={() =>
                look({
                  chosen: languages.includes(language)
                    ? languages.filter((each) => each !== language)
                    : [...languages, language],
                })
              }
            >
              {languageName(language, i18n.language)}
              <Completeness language={language} {...figures} />
            </button>
          ))}
        </fieldset>
      </div>
      {others.length === 0 || groups.length === 0 || shown.length === 0 || languages.length === 0 ? (
        <p className={styles.nothing}>
          {t(
            others.length === 0
              ? 'languages.none'
              : groups.length === 0
                ? 'languages.noTexts'
                : languages.length === 0
                  ? 'languages.noColumn'
                  : missing && query.trim() === ''
                    ? 'languages.allThere'
                    : 'languages.nothingFound',
          )}
        </p>
      ) : (
        <TextTable flow={flow} groups={shown} languages={languages} readOnly={readOnly} nameOf={nameOf} />
      )}
    </section>
  );
}
