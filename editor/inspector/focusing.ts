import { pointerParts } from './issues.ts';

/** What takes the focus when a field is jumped to: where text is written before any button. */
export const focusable = '[contenteditable=true], input:not([type=hidden]), textarea, button';

/** The places to look for, the nearest first: `/config/buttons/0/title` is at best the title, at least the buttons. */
export function placesToFocus(pointer: string): string[] {
  const parts = pointerParts(pointer);
  const steps = parts[0] === 'config' ? parts.slice(1) : parts;
  return steps.map((_step, index) => steps.slice(0, steps.length - index).join('/'));
}
