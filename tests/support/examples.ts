import { readdirSync, readFileSync } from 'node:fs';
import type { Flow, Transcript } from '../../runtime/contract/index.ts';
import { parseFlow } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

const folder = new URL('../../flows-examples/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

/** The example flows with the conversations that they must produce. */
export const examples: { name: string; flow: Flow; transcript: Transcript }[] = readdirSync(folder)
  .filter((name) => name.endsWith('.transcript.json'))
  .map((name) => name.slice(0, -'.transcript.json'.length))
  .sort()
  .map((name) => {
    const { flow, issues } = parseFlow(read(`${name}.flow.json`), nodeTypes);
    if (!flow) throw new Error(`${name}: ${JSON.stringify(issues)}`);
    return { name, flow, transcript: read(`${name}.transcript.json`) as Transcript };
  });
