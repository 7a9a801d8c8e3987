import { flowLimits, type Flow, type Issue, type NodeTypes } from '../../runtime/contract/index.ts';
import { parseFlow, validateFlow } from '../../runtime/engine/index.ts';

/** What a file holds, and what could not be understood of it. Without `flow` it cannot be imported. */
export type FileReport = { flow?: Flow; issues: Issue[] };

/** Reads a flow file. `size` in bytes: what is too large is not read at all. */
export async function readFlowFile(
  file: { size: number; text(): Promise<string> },
  nodeTypes: NodeTypes,
): Promise<FileReport> {
  if (file.size > flowLimits.bytes) {
    const params = { max: flowLimits.bytes };
    return { issues: [{ code: 'flow.too-large', severity: 'error', message: 'The file is too large.', params }] };
  }
  const { flow, issues } = parseFlow(await file.text(), nodeTypes);
  return flow ? { flow, issues: validateFlow(flow, nodeTypes) } : { issues };
}

/** What of a report forbids nothing but should be known: open ways out are not, since every draft has them. */
export const worthTelling = (issues: readonly Issue[]): Issue[] =>
  issues.filter(({ code }) => code !== 'port.open').toSorted((one, other) => rank(one) - rank(other));
const rank = ({ severity }: Issue): number => (severity === 'error' ? 0 : 1);
