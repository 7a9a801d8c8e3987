import { useState } from 'react';

/**
 * The text of a field whose value is not the text itself (a number, a name): what is typed stands as typed until the field is left;
 * a value from outside replaces it unless it is what was typed.
 */
export function useDraft(
  shown: string,
  means: (text: string) => string | undefined,
): { text: string; setText(text: string): void; leave(): void } {
  const [draft, setDraft] = useState<{ text: string; from: string } | null>(null);
  const stands = draft !== null && (means(draft.text) === shown || draft.from === shown);
  return {
    text: stands ? draft.text : shown,
    setText: (text) => setDraft({ text, from: shown }),
    leave: () => setDraft(null),
  };
}
