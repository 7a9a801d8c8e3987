import type { Edit, Flow, FlowTest, Transcript } from '../../runtime/contract/index.ts';
import { insertElement, removeElements, setPlace } from '../flow/edit-parts.ts';
import { elementId, randomId, type NewId } from '../flow/ids.ts';

/** Keeps a recorded conversation with the flow, under a name. */
export function addTest(
  flow: Flow,
  name: string,
  transcript: Transcript,
  newId: NewId = randomId,
): { edits: Edit[]; testId: string } {
  const test: FlowTest = { id: elementId('test', newId), name: nameOf(name), transcript };
  return { testId: test.id, edits: [insertElement('test', test, flow.tests?.length ?? 0)] };
}

/** An empty name changes nothing: a test has one. */
export const renameTest = (flow: Flow, testId: string, name: string): Edit[] =>
  name.trim() === '' ? [] : setPlace(flow, 'test', testId, ['name'], nameOf(name));

export const setTranscript = (flow: Flow, testId: string, transcript: Transcript): Edit[] =>
  setPlace(flow, 'test', testId, ['transcript'], transcript);

export const removeTest = (flow: Flow, testId: string): Edit[] => removeElements(flow, 'test', new Set([testId]));

const longestName = 120;
const nameOf = (name: string): string => name.trim().slice(0, longestName);
