import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { KeyReader } from '../ui/key-reader.ts';

export type KeyBinding = {
  /** `mod+k`, `Delete`, `?`, or a pair: `g f`. */
  keys: string;
  /** Key of the text that says what it does, for the list under `?`. */
  label: string;
  /** Without it the binding is only listed: the screen hears it itself. */
  run?: (event: KeyboardEvent) => void;
  /** Also while somebody types into a field. */
  whileTyping?: boolean;
};

type Scope = 'screen' | 'everywhere';
type Group = { scope: Scope; bindings: () => readonly KeyBinding[] };

/** Every key that does something now, the latest screen's first. */
export const useKeyGroups = create<{ groups: readonly Group[] }>(() => ({ groups: [] }));

/** Makes keys work while the component is shown, and lists them under `?`. Keys of a screen go before those of everywhere. */
export function useKeys(bindings: readonly KeyBinding[], scope: Scope = 'screen'): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    const group: Group = { scope, bindings: () => latest.current };
    useKeyGroups.setState(({ groups }) => ({ groups: [group, ...groups] }));
    return () => useKeyGroups.setState(({ groups }) => ({ groups: groups.filter((other) => other !== group) }));
  }, [scope]);
}

/** Listens for all of them until the returned function is called. */
export function hearKeys(): () => void {
  const reader = new KeyReader();
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('[aria-modal="true"]')) return;
    const typing = isField(event.target);
    const { groups } = useKeyGroups.getState();
    const working = [...groups]
      .sort((a, b) => Number(a.scope === 'everywhere') - Number(b.scope === 'everywhere'))
      .flatMap(({ bindings }) => bindings())
      .filter(({ run, whileTyping }) => run && (whileTyping === true || !typing));
    const keys = reader.read(
      event,
      event.timeStamp,
      working.map((binding) => binding.keys),
    );
    const binding = working.find((candidate) => candidate.keys === keys);
    if (!binding?.run) return;
    event.preventDefault();
    binding.run(event);
  };
  window.addEventListener('keydown', hear);
  return () => window.removeEventListener('keydown', hear);
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input:not([type=checkbox]), textarea, select, [role=textbox]') !== null);
