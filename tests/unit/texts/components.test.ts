import { expect, test } from '@jest/globals';
import { catalogue, textsOf } from '../../support/node-folders.ts';
import { keysIn, sourcesOf, writtenTexts } from './sources.ts';

test('no component says anything that is not in a catalogue', () => {
  expect(sourcesOf(['.tsx']).flatMap(writtenTexts)).toEqual([]);
});

test('every text that a component asks for by name is there', () => {
  const texts = textsOf(catalogue('es'));
  const known = new Set(
    [...texts.keys()].flatMap((key) => [key, key.replace(/_(?:one|many|other|zero|two|few)$/, '')]),
  );
  const asked = sourcesOf(['.ts', '.tsx']).flatMap(keysIn);
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter(({ text }) => !known.has(text))).toEqual([]);
});

test('text in a component is found where it stands', () => {
  const code = [
    '// é',
    'export const A = () => (',
    '  <p title="Hello" className="x">',
    '    {t("a.b")}',
    '    Words',
    '    {yes ? "more" : null} ·',
    '    <i aria-label={`so ${n}`} />',
    '  </p>',
    ');',
  ].join('\n');
  expect(writtenTexts({ name: 'A.tsx', code })).toEqual([
    { at: 'A.tsx:3', text: 'more' },
    { at: 'A.tsx:3', text: 'Hello' },
    { at: 'A.tsx:4', text: 'Words' },
    { at: 'A.tsx:7', text: 'so ' },
  ]);
  expect(keysIn({ name: 'A.tsx', code })).toEqual([{ at: 'A.tsx:4', text: 'a.b' }]);
});
