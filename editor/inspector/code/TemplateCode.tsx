import { autocompletion, completionKeymap, startCompletion } from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { linter } from '@codemirror/lint';
import { EditorView, keymap, placeholder as hint } from '@codemirror/view';
import { useImperativeHandle, useRef, useLayoutEffect, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateOptions } from '../../../runtime/engine/index.ts';
import css from '../parts/TemplateField.module.css';
import { labelOf, type Scope } from '../scope.ts';
import { braceTyped } from './braces.ts';
import { hoverHelp, placeholderProblem, templateProblems } from './checks.ts';
import { chips } from './chips.ts';
import { templateCompletion } from './completion.ts';
import { fieldTheme } from './theme.ts';
import { documentUndo } from './undo.ts';
import { useEditor } from './use-editor.ts';

/** What the buttons around a text field do in it. */
export type TemplateHandle = {
  /** Puts a text where the caret is, and the caret so many signs before its end. */
  insert(text: string, back?: number): void;
  /** Puts a sign before and after what is chosen. */
  wrap(sign: string): void;
};

type Props = {
  value: string;
  onWrite(text: string): void;
  scope: Scope;
  texts?: TemplateOptions | undefined;
  labels: { 'aria-label': string } | { 'aria-labelledby': string };
  oneLine: boolean;
  readOnly: boolean;
  placeholder: string;
  ref?: Ref<TemplateHandle>;
};

/** Loaded when the first text field is drawn. */
export function TemplateCode({ ref, value, onWrite, scope, texts, labels, oneLine, readOnly, placeholder }: Props) {
  const { t } = useTranslation();
  const latest = useRef({ scope, t, texts });
  useLayoutEffect(() => {
    latest.current = { scope, t, texts };
  });
  const { host, view } = useEditor({
    value,
    onWrite,
    readOnly,
    extensions: () => [
      fieldTheme,
      EditorView.lineWrapping,
      hint(placeholder),
      EditorView.contentAttributes.of({ ...labels, 'aria-multiline': String(!oneLine), spellcheck: 'true' }),
      chips(() => ({
        label: (expression) => labelOf(expression, latest.current.t),
        className: css.chip ?? '',
        classNames: { error: css.badChip ?? '', warning: css.warnChip ?? '' },
        problem: (expression) => placeholderProblem(expression, latest.current),
        title: latest.current.t('inspector.template.edit'),
      })),
      autocompletion({
        override: [templateCompletion(() => ({ ...latest.current, secrets: latest.current.texts?.secrets === true }))],
        icons: false,
      }),
      linter((made) => templateProblems(made.state.doc.toString(), latest.current), { delay: 300 }),
      hoverHelp(() => latest.current, true),
      EditorView.inputHandler.of(typeBraces),
      ...(oneLine ? [EditorView.clipboardInputFilter.of((text) => text.replace(/\s*\n\s*/g, ' '))] : []),
      keymap.of([
        ...completionKeymap,
        ...documentUndo,
        ...(oneLine ? [{ key: 'Enter', run: () => true }] : []),
        ...defaultKeymap,
      ]),
    ],
  });

  useImperativeHandle(
    ref,
    () => ({
      insert(text, back = 0) {
        const now = view.current;
        if (!now) return;
        const { from, to } = now.state.selection.main;
        const selection = { anchor: from + text.length - back };
        now.dispatch({ changes: { from, to, insert: text }, selection, userEvent: 'input' });
        now.focus();
      },
      wrap(sign) {
        const now = view.current;
        if (!now) return;
        const { from, to } = now.state.selection.main;
        now.dispatch({
          changes: [
            { from, insert: sign },
            { from: to, insert: sign },
          ],
          selection: { anchor: from + sign.length, head: to + sign.length },
        });
        now.focus();
      },
    }),
    [view],
  );
  return <div ref={host} className={oneLine ? css.oneLine : css.lines} />;
}

/** Typing braces: the second `{` closes itself and offers what can stand there; what closed itself may be typed all the same. */
function typeBraces(view: EditorView, from: number, to: number, text: string): boolean {
  const typed = braceTyped(view.state.doc.toString(), from, to, text);
  if (!typed) return false;
  view.dispatch({ changes: typed.changes, selection: { anchor: typed.caret }, userEvent: 'input.type' });
  if (typed.offers) startCompletion(view);
  return true;
}
