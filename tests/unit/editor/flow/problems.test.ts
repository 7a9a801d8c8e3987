import { describe, expect, test } from '@jest/globals';
import i18next from 'i18next';
import type { Flow, FlowNode, Issue } from '../../../../runtime/contract/index.ts';
import { validateFlow } from '../../../../runtime/engine/index.ts';
import { nodeTypeList, nodeTypes } from '../../../../runtime/nodes/index.ts';
import { issuesText, issueText } from '../../../../editor/flow/issue-text.ts';
import { placeText, valueText } from '../../../../editor/flow/place-text.ts';
import { problemRows, withoutRepeats } from '../../../../editor/flow/problems.ts';
import { catalogue, languages } from '../../../support/node-folders.ts';

const edge = { id: 'e', from: { node: 'menu', port: 'nowhere' }, to: 'nobody' };
/** A flow with as many things wrong as one can hold. */
const broken: Flow = {
  schemaVersion: 1,
  id: 'test',
  name: 'Test',
  languages: ['es'],
  nodes: [
    ...nodeTypeList.map(({ type, version, initial }) => ({
      id: type,
      type,
      version,
      config: { ...initial } as FlowNode['config'],
    })),
    ...nodeTypeList.map(({ type, version }) => ({ id: `${type}-empty`, type, version, config: { zzz: 1 } })),
    {
      id: 'menu',
      type: 'ask-buttons',
      version: 1,
      config: {
        body: '{{ 1 + }}',
        buttons: [
          { id: 'b_1', title: '' },
          { id: 'b_1', title: '' },
        ],
        retries: -1,
      },
    },
    { id: 'text', type: 'send-text', version: 1, config: { body: '{{ 1 + }} {{ [1..20000] }}' } },
    { id: 'text', type: 'send-text', version: 9, config: { body: '' } },
    { id: 'odd', type: 'teleport', version: 1, config: {} },
  ],
  edges: [edge, edge, { ...edge, id: 'e2', from: { node: 'nobody', port: 'next' } }],
  triggers: [
    { id: 't', kind: 'keyword', match: 'is', words: ['a', 'a', ' '], to: 'nobody' },
    { id: 't', kind: 'keyword', match: 'pattern', words: ['('] },
    { id: 'w', kind: 'webhook', contact: '1 +' },
  ],
  variables: [
    { name: 'v', type: 'text' },
    { name: 'v', type: 'text' },
  ],
  settings: { start: 'nobody' },
  layout: {},
  notes: [
    { id: 'n', text: '', x: 0, y: 0 },
    { id: 'n', text: '', x: 0, y: 0 },
  ],
};
const issues = [...validateFlow(broken, nodeTypes), ...validateFlow({ ...broken, nodes: [] }, nodeTypes)];

async function wordsOf(language: string) {
  const i18n = i18next.createInstance();
  await i18n.init({
    lng: language,
    resources: { [language]: { translation: catalogue(language as 'es') } },
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  });
  return i18n.t;
}

describe.each(languages)('in %s', (language) => {
  test('every problem is a whole sentence of the catalogue', async () => {
    const t = await wordsOf(language);
    const codes = new Set(issues.map(({ code }) => code));
    expect(codes.size).toBeGreaterThan(25);
    const wrong = issues
      .map((issue) => ({ code: issue.code, text: issueText(t, issue), english: issue.message }))
      .filter(
        ({ text, english }) =>
          /\{[a-zA-Z]+\}|undefined|ports\.|issues\./.test(text) || (language !== 'en' && text === english),
      );
    expect(wrong).toEqual([]);
  });
});

test('reasons are in the language of the screen too', async () => {
  const t = await wordsOf('es');
  const texts = issues.filter(({ code }) => code === 'node.config-invalid').map((issue) => issueText(t, issue));
  expect(texts.some((text) => text.includes('debe ser 0 o más'))).toBe(true);
  expect(texts.filter((text) => /must|is missing|is not known/.test(text))).toEqual([]);
});

describe('the panel', () => {
  const rows = problemRows(broken, issues);

  test('puts errors first', () => {
    const order = rows.map(({ isError }) => isError);
    expect(order.indexOf(false)).toBeGreaterThan(order.lastIndexOf(true));
  });

  test('names the ways out of a card that lead nowhere in one line', async () => {
    const t = await wordsOf('es');
    const open = rows.filter(({ issues: [{ code }] }) => code === 'port.open');
    expect(new Set(open.map(({ target }) => JSON.stringify(target))).size).toBe(open.length);
    const ask = open.find(({ target }) => target.kind === 'node' && target.id === 'ask');
    expect(ask && issuesText(t, ask.issues)).toMatch(/^4 salidas no llevan a nada: «.+», «.+», «.+», «.+»\./);
  });

  test('leads to the card and field, to the trigger, to the settings, and offers to take an edge away', () => {
    const of = (code: string) => rows.find(({ issues: [issue] }) => issue.code === code);
    expect(of('expression.syntax')?.target).toMatchObject({ kind: 'node', path: expect.stringContaining('/config/') });
    expect(of('trigger.word-empty')?.target).toEqual({ kind: 'trigger', id: 't', path: '/words/2' });
    expect(of('flow.start-unknown')?.target).toEqual({ kind: 'settings', path: '/settings/start' });
    expect(of('edge.to-unknown')?.issues[0].fix).toMatchObject({
      key: 'remove-edge',
      edits: [{ op: 'remove', id: 'e' }],
    });
    expect(problemRows({ ...broken, nodes: [] }, [{ code: 'flow.empty', path: '/nodes' } as Issue])[0]?.target).toEqual(
      {
        kind: 'canvas',
      },
    );
  });
});

test('a place and what stood there are told as a person reads them', async () => {
  const t = await wordsOf('es');
  const place = { kind: 'node', id: 'menu', path: ['config', 'buttons', 0, 'title'] } as const;
  expect(placeText(t, broken, { ...place, path: [...place.path] })).toBe('«Preguntar con botones» · Botones');
  expect(placeText(t, broken, { kind: 'flow', id: 'flow', path: ['settings', 'start'] })).toBe('Dónde empieza');
  const whole = { kind: 'node', id: 'gone', path: [] } as const;
  const card = { id: 'gone', type: 'end', version: 1, name: 'Adiós', config: {} };
  expect(placeText(t, broken, { ...whole, path: [] }, undefined, card)).toBe('La tarjeta «Adiós»');
  expect(valueText(t, { ...whole, path: [] }, undefined)).toBe('Se eliminó');
  const list = [
    { id: 'b_1', title: 'Sí' },
    { id: 'b_2', title: 'No' },
  ];
  expect(valueText(t, { ...place, path: ['config', 'buttons'] }, list)).toBe('Sí · No');
  expect(valueText(t, { ...place, path: ['config', 'linkPreview'] }, true)).toBe('Sí');
});

test('what a channel misses where the card itself misses it already is told once', () => {
  const at = (code: string, path: string): Issue => ({ code, severity: 'error', message: '', node: 'a', path });
  const own = [at('text.empty', '/nodes/0/config/body'), at('text.empty', '/nodes/0/config/source/link')];
  const repeated = [at('whatsapp.body-empty', '/nodes/0/config/body'), at('whatsapp.link-invalid', '/nodes/0/config')];
  const others = [
    at('whatsapp.body-too-long', '/nodes/0/config/body'),
    at('whatsapp.footer-empty', '/nodes/0/config/footer'),
  ];
  expect(withoutRepeats([...own, ...repeated, ...others])).toEqual([...own, ...others]);
});

test('what is wrong in one of the languages says in which, by its name', () => {
  const t = (key: string, params?: { [name: string]: unknown }) =>
    key === 'issues.translation.missing' ? `Falta en «${String(params?.['language'])}».` : 'Es muy largo.';
  const issue = (code: string) => ({ code, message: '', params: { language: 'pt-BR' } });
  const before = i18next.language;
  i18next.language = 'es';
  expect(issueText(t, issue('translation.missing'))).toBe('Falta en «Portugués de Brasil».');
  expect(issueText(t, issue('whatsapp.body-too-long'))).toBe('Portugués de Brasil: Es muy largo.');
  expect(issueText(t, { code: 'whatsapp.body-too-long', message: '' })).toBe('Es muy largo.');
  i18next.language = before;
});
