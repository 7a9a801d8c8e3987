import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import i18next, { type TFunction } from 'i18next';
import { changeWords, sentenceText } from '../../../../editor/publish/change-words.ts';
import { durationText } from '../../../../editor/publish/duration-text.ts';
import type { Flow, FlowNode } from '../../../../runtime/contract/index.ts';
import { changeSentence, flowChanges, type Change } from '../../../../runtime/engine/index.ts';
import { nodeTypes } from '../../../../runtime/nodes/index.ts';
import { catalogue } from '../../../support/node-folders.ts';

let t: TFunction;
beforeAll(async () => {
  const i18n = i18next.createInstance();
  t = await i18n.init({
    lng: 'es',
    resources: { es: { translation: catalogue('es') } },
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  });
});

const example = JSON.parse(
  readFileSync(new URL('../../../../flows-examples/bienvenida.flow.json', import.meta.url), 'utf8'),
) as Flow;
/** Without the names of its cards, so that they are told by what they say. */
const flow: Flow = { ...example, nodes: example.nodes.map(({ name: _name, ...node }) => node) };
const changed = (id: string, change: (node: FlowNode) => FlowNode): Change[] =>
  flowChanges(flow, { ...flow, nodes: flow.nodes.map((node) => (node.id === id ? change(node) : node)) }, nodeTypes);
const withConfig = (id: string, config: FlowNode['config']): Change[] =>
  changed(id, (node) => ({ ...node, config: { ...node.config, ...config } }));
const lines = (changes: readonly Change[]): string[] => changes.map((change) => changeWords(t, 'es', change).line);

describe('a change is said in words', () => {
  test('a text by its field, with what it was and is', () => {
    expect(withConfig('menu', { footer: 'Elige' }).map((change) => changeWords(t, 'es', change))).toEqual([
      { line: 'Pie', texts: { before: 'Toca una opción', after: 'Elige' } },
    ]);
  });

  test('values as their controls show them', () => {
    expect(lines(withConfig('menu', { timeoutSeconds: 5_400, retries: 2 }))).toEqual([
      'Reintentos: antes 1; ahora, 2',
      'Esperar como máximo: antes 1 h; ahora, 1 h 30 min',
    ]);
    expect(lines(withConfig('abierto', { previewUrl: true }))).toEqual([
      'Vista previa del enlace: antes nada; ahora, sí',
    ]);
  });

  test('buttons by their titles', () => {
    expect(lines(withConfig('menu', { buttons: [{ id: 'b_x', title: 'Pedir' }] })).slice(0, 2)).toEqual([
      'Botones: se agrega «Pedir»',
      'Botones: se quita «Horarios»',
    ]);
  });

  test('ways out by where they lead', () => {
    const edges = flow.edges.map((edge) => (edge.id === 'menu-b_ubicacion' ? { ...edge, to: 'avisar' } : edge));
    expect(lines(flowChanges(flow, { ...flow, edges }, nodeTypes))).toEqual([
      '«Ubicación» llevaba a Enviar ubicación «Café Central»; ahora, a Avisar al equipo',
    ]);
  });

  test('names of cards, also when there was or is none', () => {
    const named = (name?: string) => changed('menu', (node) => ({ ...node, ...(name !== undefined && { name }) }));
    expect(lines(named('Menú'))).toEqual(['Ahora se llama «Menú»']);
  });

  test('triggers and settings', () => {
    const after: Flow = {
      ...flow,
      languages: ['es', 'pt'],
      triggers: [{ id: 'palabras', kind: 'keyword', match: 'is', words: ['hola', 'menú'] }],
      settings: { timeZone: 'America/Lima', expiresAfterMinutes: 90 },
    };
    expect(lines(flowChanges(flow, after, nodeTypes))).toEqual([
      'Empieza también con: hola, menú',
      'Ya no empieza con: primer mensaje',
      'Ya no empieza con: cualquier mensaje',
      'Idiomas: antes español; ahora, español, portugués',
      'Olvida a quien no responde en: antes nada; ahora, 1 h 30 min',
      'Zona horaria: antes «America/Bogota»; ahora, «America/Lima»',
    ]);
  });
});

test('every change that the engine tells of has words', () => {
  const folder = new URL('../../../../runtime/engine/changes/', import.meta.url);
  const sources = ['changes.ts', 'config-changes.ts', 'setting-changes.ts', 'trigger-changes.ts'];
  const codes = sources
    .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/'([a-z]+s?-[a-z]+)'/g)])
    .map(([, code]) => code ?? '');
  expect(codes.length).toBeGreaterThan(20);
  const own = new Set(['text-changed']);
  expect(codes.filter((code) => !own.has(code) && t(`changes.${code}`, { count: 1 }) === `changes.${code}`)).toEqual(
    [],
  );
});

test('a duration is said in the units that it has', () => {
  expect([0, 45, 3_600, 90_061].map((seconds) => durationText('en', seconds))).toEqual([
    '0 sec',
    '45 sec',
    '1 hr',
    '1 day 1 hr 1 min 1 sec',
  ]);
});

describe('the note of a version', () => {
  test('counts what changed', () => {
    const changes = [
      ...withConfig('menu', { footer: 'Elige', timeoutSeconds: 60 }),
      ...withConfig('abierto', { body: 'Hola' }),
    ];
    expect(sentenceText(t, 'es', changeSentence(changes))).toBe('2 textos cambiados y 1 ajuste');
  });

  test('says when only the canvas looks different, and nothing when nothing does', () => {
    expect(sentenceText(t, 'es', changeSentence([{ code: 'cards-moved', params: { count: 3 } }]))).toBe(
      'Solo cambia el orden en el lienzo',
    );
    expect(sentenceText(t, 'es', changeSentence([]))).toBe('');
  });
});
