import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import {
  ProblemError,
  type Edit,
  type Flow,
  type FlowId,
  type Json,
  type NodeTypes,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import {
  flowTexts,
  otherLanguages,
  translationOf,
  withTranslations,
  type TranslationReport,
  type TranslationRow,
} from '../../runtime/engine/languages/translations.ts';
import type { FlowService } from './service.ts';

/** Columns before those of the languages. `card` is an id: names may stand twice. */
const places = ['card', 'text'] as const;
/** A flow has at most 2,000 cards; ten texts of each are more than any flow has. */
const mostRows = 20_000;

/**
 * A flow's texts as CSV: card, text, the words as they are written, and a column for each other language. UTF-8 with a mark at the
 * beginning, since spreadsheets take it for something else without; what they would take for a formula is quoted.
 */
export function translationsCsv(flow: Flow, nodeTypes: NodeTypes): string {
  const [written = 'es'] = flow.languages;
  const rows = flowTexts(flow, nodeTypes).map((text) => [
    text.node,
    text.key,
    text.text,
    ...otherLanguages(flow).map((language) => translationOf(flow, language, text) ?? ''),
  ]);
  return stringify([[...places, written, ...otherLanguages(flow)], ...rows], { bom: true, escape_formulas: true });
}

/** The rows of such a file, whichever of `,` and `;` divides it. Throws `flow.translations-unreadable`: what is wrong and where. */
export function rowsOfCsv(flow: Flow, csv: string): TranslationRow[] {
  const unreadable = (reason: string, line: number): ProblemError =>
    new ProblemError('flow.translations-unreadable', { flowId: flow.id, reason, line });
  const head = csv.split(/\r?\n/, 1)[0] ?? '';
  let table: string[][];
  try {
    table = parse(csv, {
      bom: true,
      delimiter: head.split(';').length > head.split(',').length ? ';' : ',',
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 200_000,
      to: mostRows + 2,
    });
  } catch (error) {
    const { message, lines } = error as { message?: string; lines?: number };
    throw unreadable(message ?? 'It is no CSV.', lines ?? 1);
  }
  const [columns = [], ...rows] = table;
  for (const name of places) if (!columns.includes(name)) throw unreadable(`There is no column "${name}".`, 1);
  if (rows.length > mostRows) throw unreadable(`There are more than ${mostRows} rows.`, mostRows + 2);
  const [written = 'es'] = flow.languages;
  return rows.map((cells) => {
    const named = new Map(columns.map((name, index) => [name, unquoted(cells[index] ?? '')]));
    const source = named.get(written);
    const texts = [...named].filter(
      ([name]) => name !== written && !places.some((place) => place === name) && name !== '',
    );
    return {
      node: named.get('card') ?? '',
      key: named.get('text') ?? '',
      ...(source !== undefined && { source }),
      texts: Object.fromEntries(texts),
    };
  });
}

/** A quote that was put before what looks like a formula. */
const unquoted = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

/** How often a list is laid over again when somebody else edits the flow at the same time. */
const tries = 3;

export class TranslationService {
  readonly #flows: Pick<FlowService, 'draft' | 'edit'>;
  readonly #nodeTypes: NodeTypes;

  constructor(flows: Pick<FlowService, 'draft' | 'edit'>, nodeTypes: NodeTypes) {
    this.#flows = flows;
    this.#nodeTypes = nodeTypes;
  }

  async csv(workspaceId: WorkspaceId, flowId: FlowId): Promise<string> {
    const { flow } = await this.#flows.draft(workspaceId, flowId);
    return translationsCsv(flow, this.#nodeTypes);
  }

  /**
   * Lays the translations of a file over those of the draft, as one edit: all of it or nothing. The same file a second time changes
   * nothing. Throws `flow.translations-unreadable`.
   */
  async read(
    workspaceId: WorkspaceId,
    flowId: FlowId,
    csv: string,
    by: string,
  ): Promise<{ revision: number; report: TranslationReport }> {
    for (let tried = 1; ; tried += 1) {
      const { flow, revision } = await this.#flows.draft(workspaceId, flowId);
      const { translations, report } = withTranslations(flow, this.#nodeTypes, rowsOfCsv(flow, csv));
      if (report.changed === 0) return { revision, report };
      const edit: Edit = {
        op: 'set',
        kind: 'flow',
        id: 'flow',
        path: ['translations'],
        ...(flow.translations && { before: flow.translations as Json }),
        after: translations as Json,
      };
      try {
        const saved = await this.#flows.edit(workspaceId, flowId, { baseRevision: revision, edits: [edit] }, by);
        return { revision: saved.revision, report };
      } catch (error) {
        const conflict = error instanceof ProblemError && error.code === 'flow.edit-conflict';
        if (!conflict || tried === tries) throw error;
      }
    }
  }
}
