import { Button } from '@mantine/core';
import { IconAlertTriangle, IconArrowUpRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isError, type Flow, type Issue } from '../../runtime/contract/index.ts';
import { translationOf } from '../../runtime/engine/languages/translations.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { goTo } from '../flow/going.ts';
import { issueText } from '../flow/issue-text.ts';
import { useFlow } from '../flow/store.ts';
import { FormattedText } from '../message/FormattedText.tsx';
import { languageName } from './names.ts';
import { useLanguages } from './shown.ts';
import styles from './TextTable.module.css';
import { fieldOf, firstTexts, flowItself, translate, typingIn, type TextGroup, type TextRow } from './translating.ts';

/** Texts are drawn in lots: a large flow has thousands. */
const lot = 150;

type Props = {
  flow: Flow;
  groups: readonly TextGroup[];
  languages: readonly string[];
  readOnly: boolean;
  nameOf(node: string): string;
};

/** Card by card: each text as it is written, and a field for each language. */
export function TextTable({ flow, groups, languages, readOnly, nameOf }: Props) {
  const { t, i18n } = useTranslation();
  const issues = useFlow((state) => state.issues);
  const [most, setMost] = useState(lot);
  const [written = ''] = flow.languages;
  const drawn = firstTexts(groups, most);
  const hidden = groups.reduce((sum, { rows }) => sum + rows.length, 0) - most;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('languages.asWritten', { language: languageName(written, i18n.language) })}</th>
            {languages.map((language) => (
              <th key={language} scope="col">
                {languageName(language, i18n.language)}
              </th>
            ))}
          </tr>
        </thead>
        {drawn.map(({ node, rows }) => (
          <tbody key={node}>
            <tr className={styles.card}>
              <th scope="rowgroup" colSpan={languages.length + 1}>
                <button type="button" onClick={() => show(node)}>
                  {nameOf(node)}
                  <IconArrowUpRight size={16} stroke={1.5} aria-hidden />
                </button>
                <Troubles issues={issues} node={node} languages={languages} />
              </th>
            </tr>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row" className={styles.source}>
                  <span className={styles.label}>{labelOf(t, flow, row)}</span>
                  <span className={styles.words}>
                    <FormattedText text={row.text} placeholders />
                  </span>
                </th>
                {languages.map((language) => (
                  <Cell key={language} {...{ flow, row, language, readOnly }} />
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
      {hidden > 0 && (
        <Button className={styles.more} variant="default" onClick={() => setMost(most + lot)}>
          {t('languages.more', { count: hidden })}
        </Button>
      )}
    </div>
  );
}

const labelOf = (t: (key: string) => string, flow: Flow, row: TextRow): string =>
  t(fieldOf(flow, row, nodeTypes)?.label ?? 'inspector.settings.failureText');

/** Shows where a text stands: beside the table where there is room, else instead of it. */
function show(node: string): void {
  if (window.matchMedia('(max-width: 719px)').matches) useLanguages.setState({ table: false });
  goTo(
    node === flowItself ? { kind: 'settings', path: '/settings/failureText' } : { kind: 'node', id: node, path: '' },
  );
}

type CellProps = { flow: Flow; row: TextRow; language: string; readOnly: boolean };

function Cell({ flow, row, language, readOnly }: CellProps) {
  const { t, i18n } = useTranslation();
  const text = translationOf(flow, language, row) ?? '';
  const name = languageName(language, i18n.language);
  return (
    <td data-label={name} data-missing={text === '' || undefined}>
      <textarea
        className={styles.field}
        aria-label={t('languages.cell', { language: name, text: row.text })}
        lang={language}
        rows={Math.min(8, Math.max(linesOf(row.text), linesOf(text)))}
        maxLength={8_192}
        value={text}
        placeholder={t('languages.missing')}
        readOnly={readOnly}
        onChange={({ currentTarget: { value } }) => {
          const { flow: now, dispatch } = useFlow.getState();
          if (now) dispatch(translate(now, language, row, value), typingIn(language, row));
        }}
      />
    </td>
  );
}

/** About so many lines in a column. */
const linesOf = (text: string): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 40)), 0);

/** What is wrong with a card's texts in the languages that are looked at; what is missing is seen anyway. */
function Troubles({
  issues,
  node,
  languages,
}: {
  issues: readonly Issue[];
  node: string;
  languages: readonly string[];
}) {
  const { t } = useTranslation();
  const own = issues.filter(
    ({ code, node: of, params }) =>
      of === node && code !== 'translation.missing' && languages.some((language) => language === params?.['language']),
  );
  return own.map((issue, index) => (
    <span key={index} className={styles.trouble} data-error={isError(issue) || undefined}>
      <IconAlertTriangle size={16} stroke={1.5} aria-hidden />
      {issueText(t, issue)}
    </span>
  ));
}
