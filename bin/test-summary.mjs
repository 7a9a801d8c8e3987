/**
 * What runs of jest amount to, together: the line to print and the status to exit with. A suite that could not be loaded counts as one
 * failed test; so does a run that proved nothing (no report, no tests) and one that jest calls failed for another reason (coverage, an
 * open handle).
 */
export function summarize(runs) {
  const counts = runs.map(({ report, status }) => countsOf(report, status));
  const sum = (of) => counts.reduce((total, one) => total + one[of], 0);
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
  return {
    line: `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    status: failed === 0 ? 0 : (runs.map(({ status }) => status).find((status) => status > 0) ?? 1),
  };
}

function countsOf(report, status) {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  let failed = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
  if (failed === 0 && (status !== 0 || passed === 0)) failed = 1;
  return { passed, failed, skipped };
}
