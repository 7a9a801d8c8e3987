import { FlowBundle, flowLimits, type Flow, type Issue, type NodeTypes } from '../../runtime/contract/index.ts';
import { schemaProblems } from '../../runtime/engine/check-schema.ts';
import { parseFlow, validateFlow } from '../../runtime/engine/index.ts';

/** What a file holds, and what could not be understood of it. Without `flow` it cannot be imported. */
export type FileReport = { flow?: Flow; issues: Issue[]; bundle?: FlowBundle };

/** Reads a flow file. `size` in bytes: what is too large is not read at all. */
export async function readFlowFile(
  file: { size: number; text(): Promise<string> },
  nodeTypes: NodeTypes,
): Promise<FileReport> {
  if (file.size > flowLimits.bytes) {
    const params = { max: flowLimits.bytes };
    return { issues: [{ code: 'flow.too-large', severity: 'error', message: 'The file is too large.', params }] };
  }
  const text = await file.text();
  const bundle = bundleIn(text);
  const { flow, issues } = parseFlow(bundle ? bundle.flow : text, nodeTypes);
  if (flow && bundle) return { flow, issues: validateFlow(flow, nodeTypes), bundle };
  return flow ? { flow, issues: validateFlow(flow, nodeTypes) } : { issues };
}

/** A flow that was exported with what it needs. */
function bundleIn(text: string): FlowBundle | undefined {
  if (!text.includes('cauce-flow-bundle')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return schemaProblems(FlowBundle, value).length === 0 ? (value as FlowBundle) : undefined;
  } catch {
    return undefined;
  }
}

/** What of a report forbids nothing but should be known: open ways out are not, since every draft has them. */
export const worthTelling = (issues: readonly Issue[]): Issue[] =>
  issues.filter(({ code }) => code !== 'port.open').toSorted((one, other) => rank(one) - rank(other));
const rank = ({ severity }: Issue): number => (severity === 'error' ? 0 : 1);
