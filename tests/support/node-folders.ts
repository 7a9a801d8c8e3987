import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { InboundContent, Json, ResumeInput } from '../../runtime/contract/index.ts';
import type { Scope } from './node-context.ts';

export const languages = ['es', 'en', 'pt'] as const;
export type Language = (typeof languages)[number];

const folder = new URL('../../runtime/nodes/', import.meta.url);

/** The types that have a folder. */
export const nodeFolders = (): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/**
 * What a node makes of an input. With `hears` (words or a content) or `input` it resumes, else it is entered. The outcome leaves
 * out empty effects and changes, the message of a failure, and what is for the trace alone.
 */
export type NodeCase = {
  name: string;
  config: { [key: string]: Json };
  scope?: Scope;
  now?: string;
  timeZone?: string;
  state?: Json;
  hears?: string | InboundContent;
  input?: ResumeInput;
  /** What the trace is told, where that counts. */
  values?: { [name: string]: Json };
} & ({ outcome: { [key: string]: Json } } | { throws: string });

const read = (type: string, name: string): string | undefined => {
  const file = new URL(`${type}/${name}`, folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

export const casesOf = (type: string): NodeCase[] => JSON.parse(read(type, 'cases.json') ?? '[]') as NodeCase[];

export const helpOf = (type: string, language: Language): string | undefined => read(type, `help.${language}.md`);

/** A language's catalogue: a file for each first part of a key. */
export function catalogue(language: Language): { [key: string]: unknown } {
  const folder = new URL(`../../editor/texts/${language}/`, import.meta.url);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as unknown,
    ]),
  );
}

/** The dotted keys of a catalogue's texts, and the texts. */
export function textsOf(catalogueOrPart: { [key: string]: unknown }, before = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(catalogueOrPart)) {
    const key = before ? `${before}.${name}` : name;
    if (typeof value === 'string') found.set(key, value);
    else for (const [inner, text] of textsOf(value as { [key: string]: unknown }, key)) found.set(inner, text);
  }
  return found;
}
