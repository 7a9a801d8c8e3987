import type { Flow, Issue, Trigger } from '../../contract/index.ts';
import { pointerPart } from '../check-schema.ts';
import { everStrikes } from '../dates/cron.ts';
import { checkExpressionIn } from '../expressions/check.ts';
import { checkPattern } from '../pattern.ts';
import { bodyScope } from '../expressions/scope.ts';
import { fold } from '../text.ts';
import { error, fixedBy, ofText, warning } from './issue.ts';

/** What is wrong with how a flow begins. */
export function triggerIssues(flow: Flow): Issue[] {
  const ids = new Set(flow.nodes.map(({ id }) => id));
  const said = new Map<string, string>();
  return flow.triggers.flatMap((trigger, index): Issue[] => {
    const path = `/triggers/${index}`;
    const lost =
      trigger.to !== undefined && !ids.has(trigger.to)
        ? [
            error('trigger.to-unknown', `The trigger "${trigger.id}" leads to "${trigger.to}", which is no card.`, {
              path: `${path}/to`,
              params: { trigger: trigger.id, node: trigger.to },
              ...fixedBy('from-start', [
                { op: 'set', kind: 'trigger', id: trigger.id, path: ['to'], before: trigger.to },
              ]),
            }),
          ]
        : [];
    return [...lost, ...wordIssues(trigger, path, said), ...timeIssues(trigger, path), ...callIssues(trigger, path)];
  });
}

/** Patterns that are none, words that say nothing, and words that another trigger of the same kind and channels has already. */
function wordIssues(trigger: Trigger, path: string, said: Map<string, string>): Issue[] {
  if (trigger.kind !== 'keyword') return [];
  const { id, match, words, channels = [] } = trigger;
  return words.flatMap((word, index): Issue[] => {
    const at = { path: `${path}/words/${index}`, params: { trigger: id, word } };
    if (match === 'pattern') {
      const reason = checkPattern(word);
      if (reason !== null)
        return [error('pattern.invalid', reason, { ...at, params: { trigger: id, word, reason, position: 0 } })];
    } else if (fold(word) === '') return [error('trigger.word-empty', `"${word}" has nothing to compare.`, at)];
    const key = JSON.stringify([match, match === 'pattern' ? word : fold(word), channels.toSorted()]);
    const other = said.get(key);
    said.set(key, id);
    if (other === undefined) return [];
    const without = words.filter((_word, place) => place !== index);
    const edit = { op: 'set' as const, kind: 'trigger' as const, id, path: ['words'], before: words, after: without };
    const fix = without.length > 0 ? fixedBy('remove-word', [edit]) : {};
    return [warning('trigger.duplicate-word', `"${word}" stands twice among the keywords.`, { ...at, ...fix })];
  });
}

function timeIssues(trigger: Trigger, path: string): Issue[] {
  if (trigger.kind !== 'schedule' || trigger.when.every !== 'cron' || everStrikes(trigger.when.expression)) return [];
  const { expression } = trigger.when;
  return [
    error('trigger.cron-invalid', `"${expression}" is no pattern of times, or none that ever comes.`, {
      path: `${path}/when/expression`,
      params: { trigger: trigger.id, expression },
    }),
  ];
}

function callIssues(trigger: Trigger, path: string): Issue[] {
  if (trigger.kind !== 'webhook') return [];
  const sources: [string, string][] = [
    ['/contact', trigger.contact],
    ...Object.entries(trigger.variables ?? {}).map(([name, source]): [string, string] => [
      `/variables/${pointerPart(name)}`,
      source,
    ]),
  ];
  return sources.flatMap(([pointer, source]) => {
    const at = { path: `${path}${pointer}` };
    return checkExpressionIn(source, bodyScope).map((problem) => ofText(problem, at));
  });
}
