import type { Extension } from '@codemirror/state';
import { EditorView, tooltips } from '@codemirror/view';

/** What code fields look like; the frame around them is the field's own. */
export const fieldTheme: Extension = [
  EditorView.theme({
    '&': { color: 'var(--ink)', backgroundColor: 'transparent' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflowX: 'hidden' },
    '.cm-content': { padding: '0', caretColor: 'var(--brand)', minHeight: 'inherit' },
    '.cm-line': { padding: '0' },
    '.cm-placeholder': { color: 'var(--ink-2)' },
    '.cm-tooltip': {
      backgroundColor: 'var(--surface)',
      color: 'var(--ink)',
      border: '1px solid var(--line)',
      borderRadius: 'var(--r-control)',
      boxShadow: 'var(--float)',
      font: 'var(--text-s)',
      zIndex: '400',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font)', maxHeight: '240px', padding: 'var(--s1)' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
      padding: 'var(--s1) var(--s2)',
      borderRadius: 'var(--r-control)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      backgroundColor: 'var(--brand-soft)',
      color: 'var(--ink)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > completion-section': {
      color: 'var(--ink-2)',
      borderBottom: '0',
      padding: 'var(--s1) var(--s2)',
      opacity: '1',
    },
    '.cm-completionDetail': { color: 'var(--ink-2)', fontStyle: 'normal' },
    '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
    '.cm-tooltip-lint, .cm-diagnostic': { padding: 'var(--s1) var(--s2)' },
    '.cm-tooltip.cm-completionInfo': { padding: '0', maxWidth: '320px' },
    '.cm-help': { display: 'grid', gap: 'var(--s1)', padding: 'var(--s2)', maxWidth: '320px', font: 'var(--text-s)' },
    '.cm-help-call': { fontWeight: '600', overflowWrap: 'anywhere' },
    '.cm-help-example': {
      fontFamily: 'var(--mono)',
      color: 'var(--ink-2)',
      overflowWrap: 'anywhere',
      whiteSpace: 'pre-wrap',
    },
    '.cm-diagnostic-warning': { borderLeft: '3px solid var(--wait)' },
    '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
    '.cm-open': { color: 'var(--info)', fontFamily: 'var(--mono)', fontSize: '12px' },
    '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--info-soft)' },
  }),
  tooltips({ position: 'fixed', parent: document.body }),
];
