import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The form of what is on disk. A change to keys, tables or the catalog raises it and adds a step to `steps`. */
export const FORMAT = 1;

/** Where the store lies within the data directory. */
const FOLDER = 'store';
const FILE = 'format.json';

/** The directory was written by a newer program, or is none of the store's. */
export class FormatError extends Error {
  override name = 'FormatError';
}

/**
 * From each older format to the next. A step may be cut off anywhere and begun again: the new number is written when
 * it has ended.
 */
const steps: ReadonlyMap<number, (directory: string) => void> = new Map([
  // Before the first release the address of a running store lay within its folder; nothing else differs.
  [0, () => undefined],
]);

/** Brings the directory to this program's format. @returns the folder of the tables @throws FormatError */
export function prepareFormat(dataDir: string): string {
  const directory = join(dataDir, FOLDER);
  const file = join(directory, FILE);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    if (existsSync(join(directory, 'data.mdb'))) {
      throw new FormatError(`${directory} holds a store without a format version; it is left as it is`);
    }
    write(file, FORMAT);
    return directory;
  }
  for (let format = read(file); format !== FORMAT; format += 1) {
    if (format > FORMAT) {
      throw new FormatError(
        `the data in ${directory} has format ${format}, which a newer version of the program wrote; ` +
          `this one knows formats up to ${FORMAT}. Start the newer version, or restore a backup.`,
      );
    }
    const step = steps.get(format);
    if (step === undefined) throw new FormatError(`the data in ${directory} has the unknown format ${format}`);
    step(directory);
    write(file, format + 1);
  }
  return directory;
}

function read(file: string): number {
  try {
    const { format } = JSON.parse(readFileSync(file, 'utf8')) as { format?: unknown };
    if (typeof format === 'number' && Number.isInteger(format)) return format;
  } catch {
    // Falls through: what cannot be read is not guessed.
  }
  throw new FormatError(`${file} does not name a format`);
}

function write(file: string, format: number): void {
  writeFileSync(`${file}.new`, JSON.stringify({ format }));
  renameSync(`${file}.new`, file);
}
