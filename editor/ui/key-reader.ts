/** A key as the browser reports it. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** How long the second key of a pair may be awaited. */
const pairMs = 1_200;

/**
 * Tells which keys were pressed. Keys are written `mod+k` (Ctrl, on a Mac ⌘), `shift+Delete`, `?` (as typed), or as a pair, `g f`.
 * A pair's first key waits for its second; whatever else comes starts anew.
 */
export class KeyReader {
  #first = '';
  #firstAt = 0;

  /** The first of `known` that this press completes. */
  read(pressed: Pressed, at: number, known: Iterable<string>): string | undefined {
    const name = nameOf(pressed);
    const pair = at - this.#firstAt < pairMs ? `${this.#first} ${name}` : undefined;
    const all = [...known].map((keys) => [keys, keys.toLowerCase()] as const);
    const found =
      (pair && all.find(([, keys]) => keys === pair)?.[0]) ?? all.find(([, keys]) => keys === name)?.[0] ?? undefined;
    const opens = found === undefined && all.some(([, keys]) => keys.startsWith(`${name} `));
    this.#first = opens ? name : '';
    this.#firstAt = opens ? at : 0;
    return found;
  }
}

function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const name = key === ' ' ? 'space' : key.toLowerCase();
  // Which shift a sign needs differs by keyboard; the sign says it all.
  const isSign = name.length === 1 && name.toUpperCase() === name && !/\d/.test(name);
  return [(ctrlKey || metaKey) && 'mod', altKey && !isSign && 'alt', shiftKey && !isSign && 'shift', name]
    .filter(Boolean)
    .join('+');
}

/** The parts of keys as they are printed on a keyboard: `['Ctrl', 'K']`; a pair is two lists. */
export function printed(keys: string, mac: boolean): string[][] {
  const names: { [part: string]: string | undefined } = {
    mod: mac ? '⌘' : 'Ctrl',
    alt: mac ? '⌥' : 'Alt',
    shift: mac ? '⇧' : 'Shift',
    arrowup: '↑',
    arrowdown: '↓',
    arrowleft: '←',
    arrowright: '→',
    escape: 'Esc',
    enter: '↵',
    delete: mac ? '⌦' : 'Del',
    backspace: '⌫',
    tab: '⇥',
  };
  return keys
    .split(' ')
    .map((chord) => chord.split(/\+(?=.)/).map((part) => names[part.toLowerCase()] ?? part.toUpperCase()));
}
