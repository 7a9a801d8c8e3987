import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { nodeTypeList } from '../../../runtime/nodes/index.ts';
import type { NodeType, Port } from '../../../runtime/contract/index.ts';
import { casesOf, catalogue, helpOf, languages, textsOf } from '../../support/node-folders.ts';

const ajv = new Ajv({ allErrors: true });
const texts = languages.map((language) => ({ language, texts: textsOf(catalogue(language)) }));

type Schema = { [keyword: string]: unknown };

/** Every schema that stands at a path: dots between names, `*` for every item. Empty when the path leads nowhere. */
function schemasAt(schema: Schema, [name, ...rest]: string[]): Schema[] {
  if (Array.isArray(schema['anyOf'])) {
    return (schema['anyOf'] as Schema[]).flatMap((branch) =>
      schemasAt(branch, name === undefined ? [] : [name, ...rest]),
    );
  }
  if (name === undefined) return [schema];
  const inner =
    name === '*' ? schema['items'] : (schema['properties'] as { [property: string]: Schema } | undefined)?.[name];
  return inner ? schemasAt(inner as Schema, rest) : [];
}

const pathOf = (path: string): string[] => path.split('.');

/** The keys of the catalogues that a type names. */
function keysOf(nodeType: NodeType, configs: unknown[]): string[] {
  const { type, editor, initial } = nodeType;
  const labels = (list: Port[]) => list.filter(({ literal }) => !literal).map(({ label }) => label);
  return [
    editor.label,
    `nodes.${type}.description`,
    `groups.${editor.group}`,
    ...editor.form.flatMap(({ key, label, options = [] }) => [
      label ?? `nodes.${type}.fields.${key}`,
      ...options.map((option) => option.label),
    ]),
    ...[initial, ...configs].flatMap((config) => [
      ...labels(nodeType.ports(config as NodeType['initial'])),
      ...(editor.summary ? [editor.summary(config as NodeType['initial']).key] : []),
    ]),
  ];
}

describe.each(nodeTypeList)('$type', (nodeType) => {
  const { type, config, initial, editor, texts: paths } = nodeType;
  const configs = casesOf(type).map((each) => each.config);

  test('begins a new card with a config that its own schema takes', () => {
    const accepts = ajv.compile(config);
    accepts(initial);
    expect(accepts.errors ?? []).toEqual([]);
    expect(config['additionalProperties']).toBe(false);
  });

  test('has no two ways out with one id', () => {
    for (const each of [initial, ...configs]) {
      const ids = nodeType.ports(each).map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
    }
  });

  test('edits only what its config holds', () => {
    const keys = editor.form.flatMap(({ key, when }) => (when ? [key, when.key] : [key]));
    expect(keys.filter((key) => schemasAt(config, pathOf(key)).length === 0)).toEqual([]);
  });

  test('names texts where its config has texts', () => {
    const wrong = [...paths.templates, ...paths.expressions, ...(paths.patterns ?? [])].filter((path) => {
      const found = schemasAt(config, pathOf(path));
      return found.length === 0 || found.some((schema) => schema['type'] !== 'string');
    });
    expect(wrong).toEqual([]);
  });

  test('says everything in three languages', () => {
    const keys = keysOf(nodeType, configs);
    const missing = texts.flatMap(({ language, texts: known }) =>
      keys.filter((key) => !known.has(key)).map((key) => `${language}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  test.each(languages)('helps in %s, with the very name of the card', (language) => {
    const label = catalogueText(language, editor.label);
    const help = helpOf(type, language) ?? '';
    expect(help.split('\n')[0]).toBe(`# ${label}`);
    expect(help.length).toBeGreaterThan(150);
  });

  test('shows what it says, or sums up in a line what it does', () => {
    for (const each of [initial, ...configs]) {
      const shown = editor.preview(each);
      expect(shown === null ? typeof editor.summary : shown.kind).not.toBe('undefined');
    }
  });
});

const catalogueText = (language: string, key: string): string | undefined =>
  texts.find((each) => each.language === language)?.texts.get(key);
