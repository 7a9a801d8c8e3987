// npm run restore -- FILE [--force]: fills the store from a backup. Exit status 0 when restored, 1 when not, 2 when called wrongly.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openCommandStore, readCommandSettings } from '../backup/command.ts';
import { secretFingerprint } from '../backup/fingerprint.ts';
import { restoreBackup, verifyBackup } from '../backup/restore.ts';

const usage =
  'Usage: npm run restore -- FILE [--force]\nFills the empty store from FILE. --force deletes first what the store holds.';

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2));
  if (!asked) {
    console.error(usage);
    return 2;
  }
  // Before any store is opened or made: a wrong file must not leave a trace.
  await verifyBackup(asked.file);
  const settings = await readCommandSettings();
  const store = await openCommandStore(settings);
  try {
    const { header, documents, leftOut } = await restoreBackup({ db: store.db, now: new Date(), pause, ...asked });
    console.error(`Restored ${documents} documents of ${header.writtenAt} into ${store.name}.`);
    if (leftOut > 0) {
      console.error(`${leftOut} documents were left out: they changed while the backup was written (docs/backup.md).`);
    }
    const fingerprint = settings.secret === undefined ? null : secretFingerprint(settings.secret);
    if (header.secretFingerprint !== fingerprint) {
      console.error(
        'The backup was made under another APP_SECRET, so the secrets of channels cannot be opened. Set the old APP_SECRET, or enter ' +
          "every channel's secrets again.",
      );
    }
    return 0;
  } finally {
    await store.close();
  }
}

function readArguments(args: string[]): { file: string; force: boolean } | undefined {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { force: { type: 'boolean', default: false } },
    });
    const [file, ...more] = positionals;
    return file === undefined || more.length > 0 ? undefined : { file, force: values.force };
  } catch {
    return undefined;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`Nothing more was restored: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
