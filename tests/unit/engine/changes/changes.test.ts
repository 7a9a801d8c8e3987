import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Flow, FlowNode, Json } from '../../../../runtime/contract/index.ts';
import type { Change } from '../../../../runtime/engine/changes/change.ts';
import { cardNamed, flowChanges } from '../../../../runtime/engine/changes/changes.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';

const read = (name: string): Flow =>
  JSON.parse(readFileSync(new URL(`../../../../flows-examples/${name}.flow.json`, import.meta.url), 'utf8')) as Flow;
const example = read('bienvenida');
/** Without the names of its cards, so that they are told by what they say. */
const flow: Flow = { ...example, nodes: example.nodes.map(({ name: _name, ...node }) => node) };

const withNode = (id: string, change: (node: FlowNode) => FlowNode): Flow => ({
  ...flow,
  nodes: flow.nodes.map((node) => (node.id === id ? change(node) : node)),
});
const withConfig = (id: string, config: { [name: string]: Json }): Flow =>
  withNode(id, (node) => ({ ...node, config: { ...node.config, ...config } }));
const changes = (after: Flow, before = flow): Change[] => flowChanges(before, after, nodeTypes);
const codes = (after: Flow): string[] => changes(after).map(({ code }) => code);
const buttons = flow.nodes[0]?.config['buttons'] as { id: string; title: string }[];

describe('two flows', () => {
  test('that say the same differ in nothing, whatever the order of their keys', () => {
    expect(changes(structuredClone(flow))).toEqual([]);
    const turned = withNode('menu', (node) => ({
      ...node,
      config: Object.fromEntries(Object.entries(node.config).reverse()),
    }));
    expect(changes(turned)).toEqual([]);
  });

  test('differ in the name and in how they begin', () => {
    const after: Flow = {
      ...flow,
      name: 'Hola',
      triggers: [
        { id: 'primera-vez', kind: 'new-conversation', to: 'mapa' },
        { id: 'palabras', kind: 'keyword', match: 'is', words: ['hola'] },
      ],
    };
    expect(changes(after)).toEqual([
      { code: 'flow-renamed', params: { before: 'Bienvenida', after: 'Hola' } },
      {
        code: 'trigger-moved',
        params: {
          trigger: { kind: 'new-conversation' },
          after: { name: null, type: 'send-location', text: 'Café Central' },
        },
      },
      { code: 'trigger-added', params: { trigger: { kind: 'keyword', match: 'is', words: ['hola'] } } },
      { code: 'trigger-removed', params: { trigger: { kind: 'unhandled' } } },
    ]);
    const other: Flow = { ...after, triggers: [{ id: 'palabras', kind: 'keyword', match: 'is', words: ['buenas'] }] };
    expect(flowChanges(after, other, nodeTypes).filter(({ code }) => code === 'trigger-changed')).toHaveLength(1);
  });

  test('differ in variables and settings', () => {
    const after: Flow = {
      ...flow,
      languages: ['es', 'pt'],
      variables: [{ name: 'total', type: 'number' }],
      settings: { timeZone: 'America/Lima', start: 'mapa', ignoreTriggers: true },
    };
    expect(changes(after).map(({ code, params }) => [code, params['setting'] ?? params['name'] ?? null])).toEqual([
      ['variable-added', 'total'],
      ['languages-changed', null],
      ['start-moved', null],
      ['setting-changed', 'timeZone'],
      ['setting-changed', 'ignoreTriggers'],
    ]);
  });

  test('tell of moved cards in one line', () => {
    const layout = Object.fromEntries(flow.nodes.map(({ id }, index) => [id, { x: index, y: 0 }]));
    const before = { ...flow, layout };
    const after = { ...flow, layout: { ...layout, menu: { x: 500, y: 1 }, mapa: { x: 9, y: 9 } } };
    expect(changes(after, before)).toEqual([{ code: 'cards-moved', params: { count: 2 } }]);
  });
});

describe('a card', () => {
  test('that came is named by what it says, and its way is told at the card that leads there', () => {
    const after: Flow = {
      ...flow,
      nodes: [...flow.nodes, { id: 'nuevo', type: 'send-text', version: 1, config: { body: 'Hasta\npronto' } }],
      edges: flow.edges.map((edge) => (edge.id === 'menu-b_ubicacion' ? { ...edge, to: 'nuevo' } : edge)),
    };
    const card = { name: null, type: 'send-text', text: 'Hasta pronto' };
    expect(changes(after)).toEqual([
      {
        code: 'way-moved',
        node: 'menu',
        params: {
          port: 'Ubicación',
          literal: true,
          before: { name: null, type: 'send-location', text: 'Café Central' },
          after: card,
        },
      },
      { code: 'card-added', node: 'nuevo', params: { card } },
    ]);
  });

  test('is named without what its text computes', () => {
    expect(flow.nodes[0] && cardNamed(flow.nodes[0], nodeTypes).text).toMatch(/^¡Hola…! Soy/);
  });

  test('that went is told last, after the ways that led to it', () => {
    const after: Flow = {
      ...flow,
      nodes: flow.nodes.filter(({ id }) => id !== 'mapa'),
      edges: flow.edges.filter(({ from, to }) => from.node !== 'mapa' && to !== 'mapa'),
    };
    expect(codes(after)).toEqual(['way-closed', 'card-removed']);
  });

  test('has another name', () => {
    expect(changes(withNode('menu', (node) => ({ ...node, name: 'Menú' })))).toEqual([
      { code: 'card-renamed', node: 'menu', params: { before: null, after: 'Menú' } },
    ]);
  });

  test('says something else: both texts, by the field of its form', () => {
    const before = 'Toca una opción';
    expect(changes(withConfig('menu', { footer: 'Elige' }))).toEqual([
      {
        code: 'text-changed',
        node: 'menu',
        params: {
          field: 'footer',
          label: 'nodes.ask-buttons.fields.footer',
          widget: 'template-text',
          before,
          after: 'Elige',
        },
      },
    ]);
  });

  test('has a button more, one less and one renamed; the way out of the one that went is not told again', () => {
    const after = withConfig('menu', {
      buttons: [{ ...buttons[0], title: 'Horas' }, { id: 'b_nuevo', title: 'Pedir' }, buttons[2] ?? null] as Json[],
    });
    const edges = after.edges.filter(({ from }) => from.port !== 'b_ubicacion');
    expect(changes({ ...after, edges }).map(({ code, params }) => [code, params['title'] ?? params['after']])).toEqual([
      ['part-added', 'Pedir'],
      ['text-changed', 'Horas'],
      ['part-removed', 'Ubicación'],
    ]);
  });

  test('has the same buttons in another order', () => {
    expect(codes(withConfig('menu', { buttons: buttons.toReversed() }))).toEqual(['parts-reordered']);
  });

  test('has another plain value, said with both', () => {
    expect(changes(withConfig('menu', { timeoutSeconds: 60 }))).toEqual([
      {
        code: 'value-changed',
        node: 'menu',
        params: {
          field: 'timeoutSeconds',
          label: 'nodes.ask-buttons.fields.timeoutSeconds',
          widget: 'duration',
          before: 3600,
          after: 60,
        },
      },
    ]);
  });

  test('has another list or object, of which only the field is said', () => {
    expect(changes(withConfig('horario', { schedule: { weekly: {}, holidays: [] } }))).toMatchObject([
      { code: 'field-changed', node: 'horario', params: { field: 'schedule' } },
    ]);
  });

  test('of another type or of an unknown one is compared without its form', () => {
    expect(
      codes(withNode('fin', () => ({ id: 'fin', type: 'send-text', version: 1, config: { body: 'x' } }))),
    ).toContain('card-type-changed');
    const strange = (config: FlowNode['config']) =>
      withNode('fin', () => ({ id: 'fin', type: 'from-tomorrow', version: 9, config }));
    expect(changes(strange({ a: 1 }), strange({ a: 2 }))).toEqual([
      { code: 'value-changed', node: 'fin', params: { field: 'a', before: 2, after: 1 } },
    ]);
  });
});
