import type { Flow, Json, Translations } from '../../contract/index.ts';
import type { Change } from './change.ts';
import { equal } from '../edits.ts';

const plainSettings = ['expiresAfterMinutes', 'timeZone', 'ignoreTriggers', 'failureText'] as const;
const guards = [
  'stepsPerTurn',
  'visitsWithoutInput',
  'messagesPerContactAndDay',
  'messagesPerDay',
  'moneyPerContactAndDay',
  'moneyPerDay',
] as const;

/** What is different about languages, translations, settings, guards and tests. `named` tells a card. */
export function settingChanges(before: Flow, after: Flow, named: (id: string | undefined) => Json): Change[] {
  const [old, now] = [before.settings, after.settings];
  const changes: Change[] = [];
  if (!equal(before.languages, after.languages))
    changes.push({ code: 'languages-changed', params: { before: before.languages, after: after.languages } });
  changes.push(...translationChanges(before, after));
  // Without `start` a flow begins at its first card.
  const [began, begins] = [old.start ?? before.nodes[0]?.id, now.start ?? after.nodes[0]?.id];
  if (began !== begins) changes.push({ code: 'start-moved', params: { before: named(began), after: named(begins) } });
  for (const setting of plainSettings)
    if (old[setting] !== now[setting])
      changes.push({
        code: 'setting-changed',
        params: { setting, before: old[setting] ?? null, after: now[setting] ?? null },
      });
  for (const guard of guards)
    if (!equal(old.guards?.[guard], now.guards?.[guard]))
      changes.push({
        code: 'setting-changed',
        params: { setting: guard, before: old.guards?.[guard] ?? null, after: now.guards?.[guard] ?? null },
      });
  return [...changes, ...testChanges(before, after)];
}

/** One line for each language: how many of its texts are others. What a removed card or language said is told with that. */
function translationChanges(before: Flow, after: Flow): Change[] {
  const cards = new Set(['$flow', ...after.nodes.map(({ id }) => id)]);
  return after.languages.slice(1).flatMap((language): Change[] => {
    const [old, now] = [textsIn(before.translations, language, cards), textsIn(after.translations, language, cards)];
    const count = [...new Set([...old.keys(), ...now.keys()])].filter(
      (place) => old.get(place) !== now.get(place),
    ).length;
    return count === 0 ? [] : [{ code: 'translations-changed', params: { language, count } }];
  });
}

function textsIn(translations: Translations = {}, language: string, cards: ReadonlySet<string>): Map<string, string> {
  const nodes = Object.hasOwn(translations, language) ? (translations[language] ?? {}) : {};
  return new Map(
    Object.entries(nodes).flatMap(([node, texts]) =>
      cards.has(node) ? Object.entries(texts).map(([key, text]) => [`${node} ${key}`, text] as const) : [],
    ),
  );
}

function testChanges({ tests: before = [] }: Flow, { tests: after = [] }: Flow): Change[] {
  const old = new Map(before.map((test) => [test.id, test]));
  const kept = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap((test): Change[] => {
      const { name } = test;
      const was = old.get(test.id);
      if (!was) return [{ code: 'test-added', params: { name } }];
      return equal(was, test) ? [] : [{ code: 'test-changed', params: { name } }];
    }),
    ...before.filter(({ id }) => !kept.has(id)).map(({ name }): Change => ({ code: 'test-removed', params: { name } })),
  ];
}
