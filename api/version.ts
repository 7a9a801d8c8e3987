import { readFile } from 'node:fs/promises';

/** The program's version, from the package.json beside it: that of the sources or of the build. */
export async function programVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
