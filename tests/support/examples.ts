import { readdirSync, readFileSync } from 'node:fs';
import type { Flow, Transcript } from '../../runtime/contract/index.ts';
import { parseFlow, subFlows } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

const folder = new URL('../../flows-examples/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.flow.json'))
  .map((name) => name.slice(0, -'.flow.json'.length))
  .sort();

const flows = names.map((name): Flow => {
  const { flow, issues } = parseFlow(read(`${name}.flow.json`), nodeTypes);
  if (!flow) throw new Error(`${name}: ${JSON.stringify(issues)}`);
  return flow;
});

export type Example = {
  name: string;
  flow: Flow;
  /** The other examples that it goes into. */
  library: Flow[];
  transcript: Transcript;
};

/** The example flows with the conversations that they must produce. */
export const examples: Example[] = flows.map((flow, index) => {
  const name = names[index] ?? flow.id;
  const transcript = read(`${name}.transcript.json`) as Transcript;
  return { name, flow, library: subFlows(flow, flows, nodeTypes), transcript };
});
