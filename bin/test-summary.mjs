/**
 * What a run of jest amounts to. A suite that could not be loaded counts as one failed test; so does a run that proved nothing
 * (no report, no tests) and one that jest calls failed for another reason (coverage, an open handle).
 */
export function summarize(report, status) {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  let failed = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
  if (failed === 0 && (status !== 0 || passed === 0)) failed = 1;
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { line, ok: failed === 0 };
}

/** Adds up lines that `summarize` wrote; undefined when the text does not end with one. */
export function readSummary(text) {
  const match = /(?:^|\n)(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(text);
  return match ? { passed: Number(match[1]), failed: Number(match[2]) } : undefined;
}
