// npm run backup -- FILE: the whole store to one file. Exit status 0 when written, 1 when not, 2 when called wrongly.
import { parseArgs } from 'node:util';
import { secretFingerprint } from '../backup/fingerprint.ts';
import { openCommandStore, programVersion, readCommandSettings } from '../backup/command.ts';
import { streamBackup, writeBackup } from '../backup/write.ts';

const usage =
  'Usage: npm run backup -- FILE\nWrites the whole store to FILE, which must not exist; - writes to standard output.';

async function main(): Promise<number> {
  const file = fileOf(process.argv.slice(2));
  if (file === undefined) {
    console.error(usage);
    return 2;
  }
  const settings = await readCommandSettings();
  const store = await openCommandStore(settings);
  try {
    const options = {
      db: store.db,
      header: {
        writtenAt: new Date().toISOString(),
        program: await programVersion(),
        secretFingerprint: settings.secret === undefined ? null : secretFingerprint(settings.secret),
      },
    };
    // Standard output may be the backup itself, so people are told on the other stream.
    const report =
      file === '-' ? await streamBackup({ ...options, out: process.stdout }) : await writeBackup({ ...options, file });
    console.error(
      `Wrote ${report.documents} documents of ${report.collections.length} collections from ${store.name}.`,
    );
    console.error('APP_SECRET is not in it: keep it apart. Personal data is in it: keep it safe.');
    return 0;
  } finally {
    await store.close();
  }
}

function fileOf(args: string[]): string | undefined {
  try {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    return positionals.length === 1 ? positionals[0] : undefined;
  } catch {
    return undefined;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`The backup was not written: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
