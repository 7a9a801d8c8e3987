import { useEffect, useRef, type ReactNode } from 'react';
import { useSelection } from '../flow/selection.ts';
import { focusable, placesToFocus } from './focusing.ts';
import css from './Inspector.module.css';

/** Frames to wait for a field to be drawn, and for the editor in it to be loaded: some seconds, for slow connections. */
const [mostTries, loadingTries] = [60, 600];

/** What scrolls under a panel's head. Puts the focus where it is asked for (`useSelection.focusField`), as near as there is a field. */
export function PanelBody({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  const focus = useSelection((state) => state.focus);
  useEffect(() => {
    if (!focus) return undefined;
    // Editors that are still being loaded are waited for.
    let tries = 0;
    let frame = requestAnimationFrame(function look() {
      const field = placesToFocus(focus.path)
        .map((place) => body.current?.querySelectorAll(`[data-path="${CSS.escape(place)}"]`))
        .flatMap((found) => [...(found ?? [])])
        .at(0);
      const control = field?.matches(focusable) ? field : field?.querySelector(focusable);
      tries += 1;
      // Its buttons may be there before the field itself.
      const isLoading = field?.querySelector('[data-loading]') instanceof HTMLElement;
      if (control instanceof HTMLElement && !isLoading) {
        field?.scrollIntoView({ block: 'nearest' });
        control.focus({ preventScroll: true });
      } else if (tries < (isLoading ? loadingTries : mostTries)) frame = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(frame);
  }, [focus]);
  return (
    <div ref={body} className={css.body}>
      {children}
    </div>
  );
}
