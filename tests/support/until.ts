/**
 * Waits until something outside this process is so, asking every `everyMs` (another process tells nobody). Rejects with what
 * `describe` says when it takes longer than `timeoutMs`.
 */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  { timeoutMs, everyMs = 25, describe }: { timeoutMs: number; everyMs?: number; describe: () => string },
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Not within ${timeoutMs} ms: ${describe()}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
