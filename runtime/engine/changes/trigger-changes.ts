import type { Flow, Json, Trigger } from '../../contract/index.ts';
import type { Change } from './change.ts';
import { equal } from '../edits.ts';

/** How a trigger begins a flow: what is said of it in words. */
const triggerNamed = (trigger: Trigger): Json => ({
  kind: trigger.kind,
  ...(trigger.kind === 'keyword' && { match: trigger.match, words: trigger.words }),
});

/** Only there to help the designer: no person meets it. */
const forTheEye = new Set(['sample']);

/** What begins a flow and is new, other or gone. `named` tells a card. */
export function triggerChanges(before: Flow, after: Flow, named: (id: string | undefined) => Json): Change[] {
  const old = new Map(before.triggers.map((trigger) => [trigger.id, trigger]));
  const kept = new Set(after.triggers.map(({ id }) => id));
  return [
    ...after.triggers.flatMap((trigger): Change[] => {
      const was = old.get(trigger.id);
      const is = triggerNamed(trigger);
      if (!was) return [{ code: 'trigger-added', params: { trigger: is } }];
      return equal(was, trigger) ? [] : changesOf(was, trigger, named);
    }),
    ...before.triggers
      .filter(({ id }) => !kept.has(id))
      .map((trigger): Change => ({ code: 'trigger-removed', params: { trigger: triggerNamed(trigger) } })),
  ];
}

function changesOf(was: Trigger, is: Trigger, named: (id: string | undefined) => Json): Change[] {
  const [earlier, trigger] = [triggerNamed(was), triggerNamed(is)];
  const changes: Change[] = [];
  if (!equal(earlier, trigger)) changes.push({ code: 'trigger-changed', params: { before: earlier, after: trigger } });
  if (was.to !== is.to) changes.push({ code: 'trigger-moved', params: { trigger, after: named(is.to) } });
  // Of another kind everything is another; that has been said.
  const aspects = was.kind === is.kind ? otherAspects(was, is) : [];
  if (aspects.length > 0) changes.push({ code: 'trigger-details', params: { trigger, aspects } });
  return changes;
}

/** The names of a trigger's fields that differ and that no other line tells of. */
function otherAspects(was: Trigger, is: Trigger): string[] {
  const [old, now] = [was, is].map((trigger): Map<string, Json | undefined> => new Map(Object.entries(trigger)));
  const told = new Set(['id', 'kind', 'to', 'match', 'words']);
  return [...new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])].filter(
    (aspect) => !told.has(aspect) && !forTheEye.has(aspect) && !equal(old?.get(aspect), now?.get(aspect)),
  );
}
