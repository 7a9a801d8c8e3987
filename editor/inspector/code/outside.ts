/** The smallest change that makes one text of another, so that a caret outside of it stays where it is; null when they are alike. */
export function outsideChange(before: string, after: string): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const least = Math.min(before.length, after.length);
  let from = 0;
  while (from < least && before[from] === after[from]) from += 1;
  let kept = 0;
  while (kept < least - from && before[before.length - 1 - kept] === after[after.length - 1 - kept]) kept += 1;
  return { from, to: before.length - kept, insert: after.slice(from, after.length - kept) };
}
