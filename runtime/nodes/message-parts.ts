import { Type, type Static } from '@sinclair/typebox';
import { errorPort, fail, nextPort, type Header, type NodeContext, type Outcome } from '../contract/index.ts';
import { hasPlaceholder, templateParts } from '../engine/expressions/template.ts';
import { emptyText, Template, type ConfigIssue } from './config-parts.ts';

const strict = { additionalProperties: false };

/** What stands above a message: words, or a file at a public https address. */
export const HeaderConfig = Type.Union([
  Type.Object({ kind: Type.Literal('text'), text: Template(1_000) }, strict),
  Type.Object(
    {
      kind: Type.Union([Type.Literal('image'), Type.Literal('video'), Type.Literal('document')]),
      link: Template(2_000),
    },
    strict,
  ),
]);
export type HeaderConfig = Static<typeof HeaderConfig>;

/** The ways out of a card that says something and goes on. */
export const saidPorts = [nextPort, errorPort];

/** A header with its `{{ }}` filled, or why it cannot be sent. */
export async function filledHeader(
  header: HeaderConfig | undefined,
  ctx: NodeContext,
): Promise<{ header?: Header } | { failure: Outcome }> {
  if (!header) return {};
  if (header.kind === 'text') {
    const text = (await ctx.render(header.text)).trim();
    return text === '' ? {} : { header: { kind: 'text', text } };
  }
  const link = (await ctx.render(header.link)).trim();
  if (!isHttps(link)) return { failure: noLink() };
  return { header: { kind: header.kind, link } };
}

export const noLink = (): Outcome => fail('media.link-invalid', 'A file is sent from an https address.');

export const isHttps = (link: string): boolean => /^https:\/\/[^\s/?#]+/i.test(link) && !/\s/.test(link);
/** What a button can open: a page, also without https. */
export const isWeb = (link: string): boolean => /^https?:\/\/[^\s/?#]+/i.test(link) && !/\s/.test(link);

/** Tells of the fixed address of a file that nobody could fetch. */
export function checkFileLink(link: string, path: string): ConfigIssue[] {
  if (link.trim() === '' || hasPlaceholder(link) || isHttps(link.trim())) return emptyText(link, path);
  return [{ code: 'media.link-invalid', severity: 'error', message: 'A file is sent from an https address.', path }];
}

/** Tells of the fixed address of a page that no browser could open. */
export function checkWebLink(link: string, path: string): ConfigIssue[] {
  if (link.trim() === '' || hasPlaceholder(link) || isWeb(link.trim())) return emptyText(link, path);
  return [
    {
      code: 'link.invalid',
      severity: 'error',
      message: 'A page has an address that begins with https:// or http:// and has no spaces.',
      path,
    },
  ];
}

export const checkHeader = (header: HeaderConfig | undefined, path = '/header'): ConfigIssue[] =>
  !header
    ? []
    : header.kind === 'text'
      ? emptyText(header.text, `${path}/text`)
      : checkFileLink(header.link, `${path}/link`);

/** Only the fields with words in them, trimmed. */
export const said = <Name extends string>(fields: { [name in Name]: string | undefined }): {
  [name in Name]?: string;
} =>
  Object.fromEntries(
    Object.entries<string | undefined>(fields).flatMap(([name, text]) => (text?.trim() ? [[name, text.trim()]] : [])),
  ) as { [name in Name]?: string };

/** The items of a text that has one on each line, or several with commas between: a list that is filled in comes so. */
export const itemsIn = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** The same of a text that is not filled yet: commas inside of `{{ }}` part nothing. */
export function itemsWritten(text: string): string[] {
  const expressions: string[] = [];
  const plain = templateParts(text)
    .parts.map((part) => ('words' in part ? part.words : `\u0000${expressions.push(part.expression) - 1}\u0000`))
    .join('');
  return itemsIn(plain).map((item) =>
    // oxlint-disable-next-line no-control-regex
    item.replace(/\u0000(\d+)\u0000/g, (_mark, index: string) => `{{${expressions[Number(index)] ?? ''}}}`),
  );
}
