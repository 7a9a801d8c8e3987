import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../support/cauce.ts';
import { cpuSecondsOf, processTree } from '../support/process-tree.ts';

export type Bare = { url: string; cpuSeconds: () => number; stop: () => Promise<void> };

/** Starts the bare handler with a store of the same kind as the program's: embedded in `dataDir`, or `MONGODB_URI`. */
export async function startBare({ dataDir, graphUrl }: { dataDir: string; graphUrl: string }): Promise<Bare> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'tests/bench/bare-express.ts')], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      ...(process.env.MONGODB_URI && { MONGODB_URI: process.env.MONGODB_URI }),
      BARE_DATA_DIR: dataDir,
      BARE_GRAPH_URL: graphUrl,
    },
  });
  const exited = once(child, 'exit');
  const [message] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`The bare handler ended with status ${code}.`);
    }),
  ])) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${message.port}`,
    cpuSeconds: () => cpuSecondsOf(processTree(child.pid ?? -1)),
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
