import { describe, expect, test } from '@jest/globals';
import { KeyReader, printed, type Pressed } from '../../../../editor/ui/key-reader.ts';

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const known = ['mod+k', '?', 'g f', 'g h', 'f', 'shift+Delete', 'mod+shift+z'];

describe('keys', () => {
  test('are read with what is held: Ctrl and ⌘ mean the same', () => {
    const reader = new KeyReader();
    expect(reader.read(press('k', { ctrlKey: true }), 0, known)).toBe('mod+k');
    expect(reader.read(press('k', { metaKey: true }), 0, known)).toBe('mod+k');
    expect(reader.read(press('k'), 0, known)).toBeUndefined();
    expect(reader.read(press('Delete', { shiftKey: true }), 0, known)).toBe('shift+Delete');
    expect(reader.read(press('Z', { ctrlKey: true, shiftKey: true }), 0, known)).toBe('mod+shift+z');
  });

  test('a sign is what is typed, whichever keys a keyboard needs for it', () => {
    const reader = new KeyReader();
    expect(reader.read(press('?', { shiftKey: true }), 0, known)).toBe('?');
    expect(reader.read(press('?', { altKey: true }), 0, known)).toBe('?');
  });

  test('a pair needs its second key soon, and then does not also mean the second alone', () => {
    const reader = new KeyReader();
    expect(reader.read(press('g'), 0, known)).toBeUndefined();
    expect(reader.read(press('f'), 500, known)).toBe('g f');
    expect(reader.read(press('f'), 600, known)).toBe('f');
    reader.read(press('g'), 1_000, known);
    expect(reader.read(press('h'), 5_000, known)).toBeUndefined();
  });

  test('are printed as they stand on the keyboard', () => {
    expect(printed('mod+k', false)).toEqual([['Ctrl', 'K']]);
    expect(printed('mod+k', true)).toEqual([['⌘', 'K']]);
    expect(printed('g f', false)).toEqual([['G'], ['F']]);
    expect(printed('mod++', false)).toEqual([['Ctrl', '+']]);
  });
});
