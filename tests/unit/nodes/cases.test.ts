import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { nodeTypes, nodeTypeList } from '../../../runtime/nodes/index.ts';
import type { Outcome } from '../../../runtime/contract/index.ts';
import { contentOf, nodeContext } from '../../support/node-context.ts';
import { casesOf, nodeFolders, type NodeCase } from '../../support/node-folders.ts';

const ajv = new Ajv({ allErrors: true });

test('every folder is in the registry under its own name', () => {
  expect(nodeTypeList.map(({ type }) => type).sort()).toEqual(nodeFolders());
  expect(nodeTypes.size).toBe(nodeTypeList.length);
});

describe.each(nodeFolders())('%s', (type) => {
  const cases = casesOf(type);

  test('has cases', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  for (const each of cases) {
    test(each.name, async () => {
      const nodeType = nodeTypes.get(type);
      if (!nodeType) throw new Error(`${type} is not in the registry`);
      const accepts = ajv.compile(nodeType.config);
      accepts(each.config);
      expect(accepts.errors ?? []).toEqual([]);

      if ('throws' in each) await expect(run(each, nodeType)).rejects.toMatchObject({ code: each.throws });
      else {
        const outcome = await run(each, nodeType);
        expect(plain(outcome)).toEqual(each.outcome);
        if (each.values) expect(outcome.values).toEqual(each.values);
      }
    });
  }
});

async function run(each: NodeCase, nodeType: (typeof nodeTypeList)[number]): Promise<Outcome> {
  const ctx = nodeContext(each);
  const input =
    each.hears === undefined
      ? each.input
      : {
          kind: 'message' as const,
          at: ctx.now,
          message: { id: 'm1', at: ctx.now, content: contentOf(each.hears) },
        };
  if (!input) return nodeType.enter(each.config, ctx);
  if (!nodeType.resume) throw new Error(`${nodeType.type} does not wait`);
  return nodeType.resume(each.config, input, ctx);
}

/** The outcome as `cases.json` writes it. */
function plain(outcome: Outcome): { [key: string]: unknown } {
  const { effects, changes, values: _forTheTrace, ...rest } = outcome;
  if (rest.kind === 'fail') delete (rest as Partial<typeof rest>).message;
  return JSON.parse(
    JSON.stringify({
      ...rest,
      ...(effects.length > 0 && { effects }),
      ...(Object.keys(changes).length > 0 && { changes }),
    }),
  ) as { [key: string]: unknown };
}
