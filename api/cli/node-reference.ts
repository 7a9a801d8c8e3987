import { readFileSync } from 'node:fs';
import { nodeTypeList } from '../../runtime/nodes/index.ts';
import type { NodeGroup } from '../../runtime/contract/index.ts';

const languages = [
  { code: 'es', title: 'Tarjetas', id: 'Identificador', grouped: 'Grupo' },
  { code: 'en', title: 'Cards', id: 'Id', grouped: 'Group' },
  { code: 'pt', title: 'Cartões', id: 'Identificador', grouped: 'Grupo' },
] as const;

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/**
 * Every card in three languages, as Markdown: what the help files beside the node types say. Must be run from the sources, where
 * those files are.
 */
export function nodeReference(): string {
  return [
    '<!-- Written by `npm run docs` from runtime/nodes; change it there. -->',
    '',
    ...languages.flatMap(({ code, title, id, grouped }) => {
      const groups = JSON.parse(read(`editor/texts/${code}/groups.json`)) as { [group in NodeGroup]: string };
      return [
        `# ${title}`,
        '',
        ...nodeTypeList.flatMap(({ type, version, editor }) => [
          ...deeper(read(`runtime/nodes/${type}/help.${code}.md`)),
          '',
          `${id}: \`${type}\` (${version}) · ${grouped}: ${groups[editor.group]}`,
          '',
        ]),
      ];
    }),
  ].join('\n');
}

/** The lines of a help file with its headings one level down. */
const deeper = (help: string): string[] =>
  help
    .trim()
    .split('\n')
    .map((line) => (line.startsWith('#') ? `#${line}` : line));
