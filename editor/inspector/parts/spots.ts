import { templateParts } from '../../../runtime/engine/index.ts';

type Words = { from: number; words: string; expression?: undefined };
type Filled = { from: number; expression: string };

/** A text piece by piece, each with the place it begins at. What is not closed stays words. */
export function spotsIn(text: string): (Words | Filled)[] {
  const { parts, closed } = templateParts(text);
  let from = 0;
  return parts.map((part, index) => {
    const start = from;
    if ('words' in part) {
      from += part.words.length;
      return { from: start, words: part.words };
    }
    from += part.expression.length + 4;
    const open = !closed && index === parts.length - 1;
    return open ? { from: start, words: text.slice(start) } : { from: start, expression: part.expression };
  });
}
