import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import css from '../parts/ExpressionField.module.css';
import type { Scope } from '../scope.ts';
import { expressionProblems, hoverHelp } from './checks.ts';
import { expressionCompletion } from './completion.ts';
import { jsonataTokens } from './jsonata.ts';
import { fieldTheme } from './theme.ts';
import { documentUndo } from './undo.ts';
import { useEditor } from './use-editor.ts';

type Props = { value: string; onWrite(text: string): void; scope: Scope; label: string; readOnly: boolean };

/** Loaded when the first expression is drawn. */
export function ExpressionCode({ value, onWrite, scope, label, readOnly }: Props) {
  const { t } = useTranslation();
  const latest = useRef({ scope, t });
  useLayoutEffect(() => {
    latest.current = { scope, t };
  });
  const { host } = useEditor({
    value,
    onWrite,
    readOnly,
    extensions: () => [
      fieldTheme,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-multiline': 'true' }),
      StreamLanguage.define(jsonataTokens),
      syntaxHighlighting(colours),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ override: [expressionCompletion(() => latest.current)], icons: false }),
      linter((view) => expressionProblems(view.state.doc.toString(), latest.current), { delay: 200 }),
      hoverHelp(() => latest.current, false),
      keymap.of([...completionKeymap, ...documentUndo, ...closeBracketsKeymap, ...defaultKeymap]),
    ],
  });
  return <div ref={host} className={css.code} />;
}

const colours = HighlightStyle.define([
  { tag: tags.string, color: 'var(--good)' },
  { tag: tags.number, color: 'var(--wait)' },
  { tag: tags.keyword, color: 'var(--bot)' },
  { tag: tags.function(tags.variableName), color: 'var(--info)' },
  { tag: tags.comment, color: 'var(--ink-2)' },
]);
