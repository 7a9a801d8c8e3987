import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { outsideChange } from './outside.ts';

/** Marks what did not come from the keyboard, so that it is not written back. */
const fromOutside = Annotation.define<boolean>();

type Options = {
  value: string;
  onWrite(text: string): void;
  readOnly: boolean;
  /** Read once, when the editor is made. */
  extensions: () => Extension;
};

const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';

/** A text editor in the element that the first reference is put on. Its text follows `value`, without losing the caret. */
export function useEditor(options: Options): {
  host: RefObject<HTMLDivElement | null>;
  view: RefObject<EditorView | null>;
} {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(options);
  const writable = useRef(new Compartment());
  useLayoutEffect(() => {
    latest.current = options;
  });

  useLayoutEffect(() => {
    if (!host.current) return undefined;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EditorView.cspNonce.of(nonce()),
          writable.current.of(writability(latest.current.readOnly)),
          latest.current.extensions(),
          EditorView.updateListener.of((update) => {
            const typed = update.transactions.some((change) => change.docChanged && !change.annotation(fromOutside));
            if (typed) latest.current.onWrite(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);

  useLayoutEffect(() => {
    const now = view.current;
    const change = now && outsideChange(now.state.doc.toString(), options.value);
    if (now && change) now.dispatch({ changes: change, annotations: fromOutside.of(true) });
  }, [options.value]);

  useEffect(() => {
    view.current?.dispatch({ effects: writable.current.reconfigure(writability(options.readOnly)) });
  }, [options.readOnly]);

  return { host, view };
}

const writability = (readOnly: boolean): Extension => [
  EditorState.readOnly.of(readOnly),
  EditorView.editable.of(!readOnly),
];
