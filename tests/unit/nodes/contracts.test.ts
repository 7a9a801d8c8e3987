import { describe, expect, test } from '@jest/globals';
import { nodeTypeList } from '../../../runtime/nodes/index.ts';

/** A schema, a line for each object or leaf with all that it says. */
function lines(schema: unknown, at = 'config'): string[] {
  if (typeof schema !== 'object' || schema === null) return [`${at}: ${JSON.stringify(schema)}`];
  const inner = Object.entries(schema).filter(([, value]) => typeof value === 'object' && value !== null);
  const isNames = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each !== 'object');
  const own = Object.entries(schema).filter(([, value]) => typeof value !== 'object' || isNames(value));
  return [
    ...(own.length > 0 ? [`${at}: ${own.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(', ')}`] : []),
    ...inner.flatMap(([key, value]) =>
      isNames(value) ? [] : lines(value, key === 'properties' ? at : `${at}.${key === 'items' ? '*' : key}`),
    ),
  ];
}

/**
 * What people's files and the programs that write them rely on. A change here is a change for them: it keeps every file that was sound,
 * or comes with a new version and an upgrade.
 */
describe.each(nodeTypeList)('$type, as files and tools know it', (nodeType) => {
  const { version, config, initial, texts, awaits = 'person', upgrades = {}, resume } = nodeType;

  test('takes these configs', () => {
    const from = Object.keys(upgrades).join(', ') || 'none';
    expect([`version ${version}, upgrades from ${from}`, ...lines(config)].join('\n')).toMatchSnapshot();
  });

  test('begins so, with these ways out, and names these texts', () => {
    expect({
      initial,
      ports: nodeType.ports(initial),
      issues: nodeType.check?.(initial) ?? [],
      references: nodeType.references?.(initial) ?? [],
      targets: nodeType.targets?.(initial) ?? [],
      preview: nodeType.editor.preview(initial),
      texts,
      awaits: resume ? awaits : 'nothing',
    }).toMatchSnapshot();
  });
});
