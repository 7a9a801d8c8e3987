import { useMemo } from 'react';
import { problemRows, type ProblemRow } from './problems.ts';
import { useFlow } from './store.ts';

/** What is wrong with the open flow, as lines; `worst` is the meaning of the gravest. */
export function useProblems(): { rows: ProblemRow[]; worst: 'bad' | 'wait' | undefined } {
  const issues = useFlow((state) => state.issues);
  return useMemo(() => {
    // The flow that the issues are of, or one so little later that a place may have moved: the next check mends that.
    const { flow } = useFlow.getState();
    const rows = flow ? problemRows(flow, issues) : [];
    return { rows, worst: rows[0] && (rows[0].isError ? 'bad' : 'wait') };
  }, [issues]);
}
