import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Instrumenter } from '@stryker-mutator/instrumenter';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A fault that can be switched on: the code at this place, replaced. */
export type Mutant = {
  id: string;
  file: string;
  /** From 1. */
  line: number;
  column: number;
  kind: string;
  replacement: string;
  /** The line as it stands. */
  source: string;
};

export type Sandbox = { folder: string; mutants: Mutant[]; remove(): void };

/** Each instrumented file begins so: which fault is on, and which were met. A test file has globals of its own. */
const header = `
const stryNow: { active?: string; met?: Set<string> } = ((globalThis as any).stryNow ??= { active: process.env.ACTIVE_MUTANT, met: new Set() });
function stryMutAct_9fa48(id: string) { return stryNow.active === id; }
function stryCov_9fa48(...ids: string[]) { for (const id of ids) stryNow.met!.add(id); }
`;

const silent = new Proxy({} as never, { get: () => () => false });

/** Words for logs and terminals, and what only screens read, are not what the tests of engine and nodes are about. */
const isWords = (text: string): boolean => /^[`'"]/.test(text) && / /.test(text) && /[.…]?[`'"]$/.test(text);

/** A copy of the project in which every fault of these files can be switched on by `ACTIVE_MUTANT`. */
export async function createSandbox(isMutated: (file: string) => boolean): Promise<Sandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'cauce-mutation-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file !== '' && file !== 'node_modules');
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { force: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

  const chosen = files.filter(isMutated).map((name) => ({ name, content: readFileSync(join(root, name), 'utf8') }));
  const { files: instrumented, mutants } = await new Instrumenter(silent).instrument(
    chosen.map((file) => ({ ...file, mutate: true })),
    { ignorers: [editorOnly], excludedMutations: [], plugins: null, noHeader: true },
  );
  for (const { name, content } of instrumented) writeFileSync(join(folder, name), `${header}${content}`);
  const contents = new Map(chosen.map(({ name, content }) => [name, content.split('\n')]));
  return {
    folder,
    mutants: mutants.flatMap((mutant) => {
      const { id, fileName, location, mutatorName, replacement, status } = mutant;
      // It is named, but stands nowhere in the code: nothing could see it.
      if (status === 'Ignored') return [];
      const lines = contents.get(fileName) ?? [];
      const { start, end } = location;
      const original =
        start.line === end.line
          ? (lines[start.line]?.slice(start.column, end.column) ?? '')
          : (lines[start.line] ?? '');
      if (mutatorName === 'StringLiteral' && isWords(original)) return [];
      return [
        {
          id,
          file: fileName,
          line: start.line + 1,
          column: start.column + 1,
          kind: mutatorName,
          replacement,
          source: (lines[start.line] ?? '').trim(),
        },
      ];
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The part of a node type that the console alone reads: its form, icon and summary. */
const editorOnly = {
  shouldIgnore(path: { isObjectProperty(): boolean; node: unknown }): string | undefined {
    if (!path.isObjectProperty()) return undefined;
    const { key } = path.node as { key: { name?: string } };
    return key.name === 'editor' ? 'read by the console alone' : undefined;
  },
};
