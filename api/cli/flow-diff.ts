import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { diffSentences, flowChanges, parseFlow, type Wording } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { durationText } from '../../editor/publish/duration-text.ts';
import { ask, CannotRun, line, pathOf, textIn, textOf, type Options, type Report } from './flow-io.ts';

const languages = ['es', 'en', 'pt'];

/** What one flow has other than another, card by card in words: 0 nothing, 1 something. */
export async function diff(options: Options): Promise<Report> {
  const { file, others, lang } = options;
  if (!languages.includes(lang)) throw new CannotRun(`--lang is one of ${languages.join(', ')}.`);
  const [other] = others;
  // What the server has is what was before; of two files the first is.
  const before = other === undefined ? await atServer(options, await flowIn(file)) : await flowIn(file);
  const after = await flowIn(other ?? file);
  const changes = flowChanges(before, after, nodeTypes);
  const wording = await wordingIn(lang);
  const cards = diffSentences(wording, changes, { before, after, nodeTypes });
  const lines = cards.flatMap(({ card, lines: said }) => [
    card ?? wording.t('changes.flow'),
    ...said.map((one) => `  ${one}`),
  ]);
  return {
    status: changes.length === 0 ? 0 : 1,
    data: { same: changes.length === 0, cards, changes },
    lines: lines.length === 0 ? [wording.t('changes.same')] : lines,
  };
}

async function flowIn(file: string): Promise<Flow> {
  const { flow, issues } = parseFlow(await textOf(file), nodeTypes);
  if (!flow) throw new CannotRun(`${file} cannot be read:\n${issues.map(line).join('\n')}`);
  return flow;
}

async function atServer(options: Options, { id: own }: Flow): Promise<Flow> {
  const { id = own, version } = options;
  const path = version === undefined ? pathOf(id) : `${pathOf(id)}/versions/${encodeURIComponent(version)}`;
  const { status, body } = await ask(options, 'GET', path);
  if (status !== 200) throw new CannotRun(`${textIn(body, 'title') ?? `status ${status}`}: "${id}" at ${options.url}.`);
  const { flow, issues } = parseFlow(body['flow'], nodeTypes);
  if (!flow) throw new CannotRun(`What ${options.url} has cannot be read:\n${issues.map(line).join('\n')}`);
  return flow;
}

/** The console's own words, in a language. */
async function wordingIn(language: string): Promise<Wording> {
  const folder = new URL(`../../editor/texts/${language}/`, import.meta.url);
  const texts = Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [
        name.slice(0, -'.json'.length),
        JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object,
      ]),
  );
  const words = i18next.createInstance();
  await words.init({
    lng: language,
    resources: { [language]: { translation: texts } },
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  });
  return {
    t: (key, params) => words.t(key, { ...params }),
    number: (value) => new Intl.NumberFormat(language).format(value),
    duration: (seconds) => durationText(language, seconds),
    money: ({ currency, micros }) =>
      new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 6 }).format(
        micros / 1_000_000,
      ),
    language: (tag) => new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag,
    list: (items) => new Intl.ListFormat(language, { style: 'long', type: 'conjunction' }).format(items),
  };
}
