import { describe, expect, test } from '@jest/globals';
import type { Flow } from '../../../../runtime/contract/index.ts';
import { advance, languageChain, localizedNode, newSession } from '../../../../runtime/engine/index.ts';
import { envOf, flowOf, start, testNow } from '../../../support/engine.ts';

describe('the languages for somebody', () => {
  const languages = ['es', 'pt', 'pt-BR', 'en-GB'];

  test.each([
    ['pt-BR', undefined, ['pt-BR', 'pt', 'es']],
    ['pt_BR', undefined, ['pt-BR', 'pt', 'es']],
    ['PT-br', undefined, ['pt-BR', 'pt', 'es']],
    ['pt', undefined, ['pt', 'pt-BR', 'es']],
    ['pt-PT', undefined, ['pt', 'pt-BR', 'es']],
    ['en', undefined, ['en-GB', 'es']],
    ['fr', 'en', ['en-GB', 'es']],
    ['fr', 'de', ['es']],
    ['pt-BR', 'en', ['pt-BR', 'pt', 'en-GB', 'es']],
    ['es', 'en', ['es', 'en-GB']],
    [null, 'pt-BR', ['pt-BR', 'pt', 'es']],
    [null, undefined, ['es']],
  ])('%s in a workspace that speaks %s: %j', (contact, workspace, chain) => {
    expect(languageChain({ languages }, contact, workspace)).toEqual(chain);
  });
});

const menu = {
  id: 'menu',
  type: 'ask-buttons',
  version: 1,
  config: {
    body: 'Hola',
    footer: 'pie',
    retries: 2,
    buttons: [
      { id: 'b_a', title: 'Uno' },
      { id: 'b_b', title: 'Dos' },
    ],
    words: ['a', 'b'],
  },
};
const translations: NonNullable<Flow['translations']> = {
  'pt-BR': { menu: { body: 'Oi BR' } },
  pt: {
    menu: {
      body: 'Oi',
      'buttons.b_b.title': 'Dois',
      footer: '',
      'words.1': 'bb',
      'words.7': 'x',
      retries: 'no',
      'a.b': 'no',
    },
  },
  en: { menu: { body: 'Hello' }, $flow: { failureText: 'Sorry' } },
};
const flow = (more: Partial<Flow> = {}): Flow => ({
  ...flowOf({}, { languages: ['es', 'en', 'pt', 'pt-BR'], translations, settings: { failureText: 'Perdón' } }),
  nodes: [menu],
  ...more,
});

describe('a card in a language', () => {
  test('takes each text from the first language that has it; an empty translation is none', () => {
    expect(localizedNode(flow(), menu, ['pt-BR', 'pt', 'es']).config).toEqual({
      body: 'Oi BR',
      footer: 'pie',
      retries: 2,
      buttons: [
        { id: 'b_a', title: 'Uno' },
        { id: 'b_b', title: 'Dois' },
      ],
      words: ['a', 'bb'],
    });
  });

  test('is the card itself in the language it is written in, or without translations', () => {
    expect(localizedNode(flow(), menu, ['es'])).toBe(menu);
    expect(localizedNode(flow(), menu, ['es', 'en'])).toBe(menu);
    expect(localizedNode(flow({ translations: { en: {} } }), menu, ['en', 'es'])).toBe(menu);
    const { translations: _none, ...plain } = flow();
    expect(localizedNode(plain, menu, ['en', 'es'])).toBe(menu);
  });

  test('never takes a text from a language after the written one', () => {
    expect(localizedNode(flow(), menu, ['pt-BR', 'es', 'en']).config['body']).toBe('Oi BR');
  });

  test('is made once for each chain and changes nothing in the flow', () => {
    const document = flow();
    const before = JSON.stringify(document);
    const made = localizedNode(document, menu, ['pt', 'es']);
    expect(localizedNode(document, menu, ['pt', 'es'])).toBe(made);
    expect(localizedNode(document, menu, ['en', 'es']).config['body']).toBe('Hello');
    expect(JSON.stringify(document)).toBe(before);
  });
});

describe('a session', () => {
  const speaking = flowOf(
    { rename: ['say', { text: 'Hola' }, 'broken'], broken: ['broken'] },
    {
      languages: ['es', 'en'],
      translations: { en: { rename: { text: 'Hello' }, $flow: { failureText: 'Sorry' } } },
      settings: { failureText: 'Perdón' },
    },
  );
  const spoken = async (language: string | null, workspace?: string) => {
    const env = envOf();
    const { effects } = await advance(
      speaking,
      newSession({ id: 's1', flowId: 'test', flowVersion: 1, at: testNow }),
      start(),
      { ...env, contact: { ...env.contact, language }, ...(workspace !== undefined && { language: workspace }) },
    );
    return effects.map((effect) =>
      effect.kind === 'message.send' && 'body' in effect.content ? effect.content.body : '',
    );
  };

  test("speaks the person's language, at the end too", async () => {
    expect(await spoken('en')).toEqual(['Hello', 'Sorry']);
    expect(await spoken('pt')).toEqual(['Hola', 'Perdón']);
    expect(await spoken(null, 'en')).toEqual(['Hello', 'Sorry']);
    expect(await spoken(null)).toEqual(['Hola', 'Perdón']);
  });
});
