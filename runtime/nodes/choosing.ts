import type { Choice, InboundContent, Json, NodeContext, Port } from '../contract/index.ts';
import type { Answer } from './asking.ts';
import { emptyText, repeatedIds, type ConfigIssue } from './config-parts.ts';
import { fold } from '../engine/text.ts';

/** The choices as the person sees them, with the `{{ }}` of their titles filled. */
export async function filled(choices: readonly Choice[], ctx: NodeContext): Promise<Choice[]> {
  const shown: Choice[] = [];
  for (const { id, title, description } of choices) {
    shown.push({
      id,
      title: await ctx.render(title),
      ...(description && { description: await ctx.render(description) }),
    });
  }
  return shown;
}

/** The titles that were shown, by id: what an answer is compared with, whatever has changed meanwhile. */
export type ShownTitles = { [id: string]: string };
export const shownTitles = (choices: readonly Choice[]): ShownTitles =>
  Object.fromEntries(choices.map(({ id, title }) => [id, title]));

export function keptTitles(state: Json): ShownTitles {
  const titles = typeof state === 'object' && state !== null && !Array.isArray(state) ? state['titles'] : undefined;
  if (typeof titles !== 'object' || titles === null || Array.isArray(titles)) return {};
  return Object.fromEntries(Object.entries(titles).map(([id, title]) => [id, typeof title === 'string' ? title : '']));
}

/** The choice that was tapped, or typed as its title, whatever case and accents. */
export function chosen(content: InboundContent, titles: ShownTitles): Answer | undefined {
  const found = (id: string): Answer => ({ port: id, value: titles[id] ?? '', category: titles[id] ?? '' });
  if (content.kind === 'choice' && Object.hasOwn(titles, content.id)) return found(content.id);
  const said = content.kind === 'choice' ? content.title : content.kind === 'text' ? content.body : '';
  if (said.trim() === '') return undefined;
  const ids = Object.keys(titles);
  const id =
    ids.find((candidate) => titles[candidate]?.trim() === said.trim()) ??
    ids.find((candidate) => fold(titles[candidate] ?? '') === fold(said));
  return id === undefined ? undefined : found(id);
}

export const choicePorts = (choices: readonly Choice[]): Port[] =>
  choices.map(({ id, title }) => ({ id, label: title, literal: true }));

/** Ids twice, titles missing or twice: a person could not tell them apart. */
export function checkChoices(choices: readonly Choice[], path: (index: number) => string): ConfigIssue[] {
  const seen = new Set<string>();
  return [
    ...repeatedIds(choices, path),
    ...choices.flatMap(({ title }, index): ConfigIssue[] => {
      const key = title.trim().toLowerCase();
      const repeated = key !== '' && seen.has(key);
      seen.add(key);
      if (!repeated) return emptyText(title, `${path(index)}/title`);
      return [
        {
          code: 'choices.repeated-title',
          severity: 'error',
          message: `The title "${title}" stands here twice.`,
          path: `${path(index)}/title`,
          params: { title },
        },
      ];
    }),
  ];
}

export const noChoices = (choices: readonly Choice[], path: string): ConfigIssue[] =>
  choices.length > 0
    ? []
    : [{ code: 'choices.none', severity: 'error', message: 'There is nothing to choose from yet.', path }];
