import { expect, test } from '@jest/globals';
import { widgets } from '../../../../editor/inspector/widgets/index.ts';
import { isShown, stepsTo, valueIn } from '../../../../editor/inspector/form-paths.ts';
import { setConfig } from '../../../../editor/flow/commands.ts';
import { isRecord } from '../../../../editor/inspector/parts/lists.ts';
import { flowSchemaVersion, type Flow, type Json, type NodeType } from '../../../../runtime/contract/index.ts';
import { applyAll } from '../../../../runtime/engine/index.ts';
import { nodeTypeList } from '../../../../runtime/nodes/index.ts';
import { casesOf } from '../../../support/node-folders.ts';
import { readAssignments } from '../../../../editor/inspector/widgets/assignments.ts';
import { readCases } from '../../../../editor/inspector/widgets/cases.ts';
import { readChoices } from '../../../../editor/inspector/widgets/choices.ts';
import { readHeader } from '../../../../editor/inspector/widgets/header.ts';
import { readHours } from '../../../../editor/inspector/widgets/hours.ts';
import { readHeaders } from '../../../../editor/inspector/widgets/http-headers.ts';
import { readMedia } from '../../../../editor/inspector/widgets/media.ts';
import { readPlace } from '../../../../editor/inspector/widgets/place.ts';
import { readResponseValues } from '../../../../editor/inspector/widgets/response-values.ts';
import { readRules } from '../../../../editor/inspector/widgets/rules.ts';
import { readSections } from '../../../../editor/inspector/widgets/sections.ts';
import { readRanges } from '../../../../editor/inspector/widgets/status-ranges.ts';
import { readValidation } from '../../../../editor/inspector/widgets/validation.ts';

const flowWith = (nodeType: NodeType, config: { [name: string]: Json }): Flow => ({
  schemaVersion: flowSchemaVersion,
  id: 'f',
  name: 'F',
  languages: ['es'],
  nodes: [{ id: 'n', type: nodeType.type, version: nodeType.version, config }],
  edges: [],
  triggers: [],
  variables: [],
  settings: {},
  layout: {},
  notes: [],
});

const configs = nodeTypeList.flatMap((nodeType) =>
  [nodeType.initial, ...casesOf(nodeType.type).map(({ config }) => config)].map((config) => ({
    type: nodeType.type,
    nodeType,
    config: structuredClone(config) as { [name: string]: Json },
  })),
);

test('every field of every card has a control', () => {
  const named = nodeTypeList.flatMap(({ editor }) => editor.form.map(({ widget }) => widget));
  expect(named.filter((widget) => typeof widgets[widget]?.Widget !== 'function')).toEqual([]);
});

test('a config taken apart by its form and written back is the same', () => {
  for (const { nodeType, config } of configs) {
    let flow = flowWith(nodeType, structuredClone(nodeType.initial) as { [name: string]: Json });
    for (const { key } of nodeType.editor.form) {
      const path = stepsTo(key);
      const result = applyAll(flow, setConfig(flow, 'n', [...path], valueIn(config, path)));
      if (!('flow' in result)) throw new Error(`${nodeType.type} ${key} cannot be written`);
      flow = result.flow;
    }
    expect(flow.nodes[0]?.config).toEqual(config);
  }
});

const readers: { [widget: string]: (value: unknown) => unknown } = {
  choices: readChoices,
  sections: readSections,
  rules: readRules,
  cases: readCases,
  hours: readHours,
  'field-values': readAssignments,
  assignments: readAssignments,
  place: readPlace,
  media: readMedia,
  'http-headers': readHeaders,
  'response-values': readResponseValues,
  'status-ranges': readRanges,
  validation: readValidation,
  header: readHeader,
};

test('what a control reads of a sound config is all there is, in the same form', () => {
  for (const { nodeType, config } of configs)
    for (const { key, widget } of nodeType.editor.form) {
      const value = valueIn(config, stepsTo(key));
      const read = readers[widget];
      if (read && value !== undefined) expect({ widget, read: read(value) }).toEqual({ widget, read: value });
    }
});

test('no control is brought down by a value of another form', () => {
  for (const read of Object.values(readers))
    for (const odd of [undefined, null, 7, 'words', [1, null, 'x', {}], { kind: 3, weekly: [] }, [[]]])
      expect(() => read(odd)).not.toThrow();
});

test('fields that depend on another are shown by its value', () => {
  const field = { key: 'caption', widget: 'template-text', when: { key: 'media', in: ['image'] } } as const;
  const shown = [{ media: 'image' }, { media: 'audio' }, {}].map((config) =>
    isShown({ ...field, when: { key: 'media', in: ['image'] } }, config),
  );
  expect(shown).toEqual([true, false, false]);
  expect(isRecord([])).toBe(false);
});
