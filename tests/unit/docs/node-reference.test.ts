import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { nodeReference } from '../../../api/cli/node-reference.ts';
import { nodeTypeList } from '../../../runtime/nodes/index.ts';

test('the page about cards says what the help files say (npm run docs writes it)', () => {
  const written = readFileSync(new URL('../../../docs/nodes.md', import.meta.url), 'utf8');
  expect(written).toBe(nodeReference());
});

test('every card stands there once in each language', () => {
  const reference = nodeReference();
  for (const { type } of nodeTypeList) expect(reference.split(`\`${type}\` (`)).toHaveLength(4);
});
