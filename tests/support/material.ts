import { nodeTypes } from '../../runtime/nodes/index.ts';
import { contentOf } from './node-context.ts';
import { casesOf, nodeFolders } from './node-folders.ts';
import type { Material } from './random-flows.ts';

/** Flows and conversations by chance are put together from the cases of all node types: a new type is in them at once. */
export function materialOfCases(): Material {
  const all = nodeFolders().map((type) => ({ type, cases: casesOf(type) }));
  return {
    configs: Object.fromEntries(
      all.flatMap(({ type, cases }) =>
        nodeTypes.has(type) && cases.length > 0 ? [[type, cases.map(({ config }) => config)]] : [],
      ),
    ),
    contents: all.flatMap(({ cases }) => cases.flatMap(({ hears }) => (hears === undefined ? [] : [contentOf(hears)]))),
  };
}
