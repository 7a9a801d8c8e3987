import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, launchCauce, type Cauce, type CauceOptions } from '../support/cauce.ts';
import type { Post } from './people.ts';
import { webhookSender, type WebhookSender } from '../support/webhooks.ts';

export type FleetOptions = {
  /** Holds data and logs. */
  folder: string;
  graphUrl: string;
  /** A MongoDB server that several processes share; without it one process with its embedded store. */
  uri?: string;
  web?: number;
  workers?: number;
  env?: Record<string, string>;
};

/** One process of the fleet, through all its lives: always the same port, data and roles. */
export type Member = {
  name: string;
  isWeb: boolean;
  /** Undefined between a kill and the next time it is ready. */
  cauce: Cauce | undefined;
  /** Starts it and resolves when it is ready. Resolves with null when it was killed before. */
  start(): Promise<Cauce | null>;
  /** SIGKILL to its whole group, ready or not. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

export type Fleet = {
  members: Member[];
  /** Starts all together: on an empty store they seed it among them. */
  start(): Promise<void>;
  /** Posts to one of the processes that take webhooks, in turn; null when there was no answer. */
  post: Post;
  /** One that can be asked: it takes webhooks and is ready. */
  ask(): Cauce;
  close(): Promise<void>;
};

export async function fleet({ folder, graphUrl, uri, web = 1, workers = 1, env = {} }: FleetOptions): Promise<Fleet> {
  const roles = uri
    ? [...Array.from({ length: web }, () => 'web'), ...Array.from({ length: workers }, () => 'worker')]
    : [undefined];
  mkdirSync(folder, { recursive: true });

  const member = async (role: string | undefined, index: number): Promise<Member> => {
    const name = role ? `${role}-${index + 1}` : 'cauce';
    const options: CauceOptions = {
      dataDir: join(folder, uri ? `data-${name}` : 'data'),
      logFile: join(folder, `${name}.log`),
      graphUrl,
      port: await freePort(),
      roles: role,
      env: { ...(uri && { MONGODB_URI: uri, APP_SECRET: 'one-secret-for-the-whole-fleet-of-this-run' }), ...env },
    };
    let launched: ReturnType<typeof launchCauce> | undefined;
    const self: Member = {
      name,
      isWeb: role !== 'worker',
      cauce: undefined,
      async start() {
        launched = launchCauce(options);
        const { ready, exited } = await launched;
        let killed = false;
        void exited.then(({ signal }) => (killed = signal === 'SIGKILL'));
        try {
          self.cauce = await ready;
          return self.cauce;
        } catch (error) {
          if (killed) return null;
          throw error;
        }
      },
      async kill() {
        self.cauce = undefined;
        await (await launched)?.killGroup('SIGKILL');
      },
      async stop() {
        const { cauce } = self;
        self.cauce = undefined;
        await cauce?.stop();
      },
    };
    return self;
  };

  const members = await Promise.all(roles.map(member));
  const doors = members.filter((one) => one.isWeb);
  const senders = new Map<Member, WebhookSender>();
  let turn = 0;
  return {
    members,
    async start() {
      await Promise.all(members.map((one) => one.start()));
    },
    async post(webhook) {
      turn += 1;
      const open = doors.filter((door) => door.cauce);
      const door = open[turn % open.length];
      if (!door?.cauce) return null;
      const sender = senders.get(door) ?? webhookSender(door.cauce.url, { connections: 32 });
      senders.set(door, sender);
      try {
        return await sender.post(webhook);
      } catch {
        return null; // refused, broken or late: as the provider sees it, not delivered
      }
    },
    ask() {
      const ready = doors.find((door) => door.cauce)?.cauce;
      if (!ready) throw new Error('No process is ready.');
      return ready;
    },
    async close() {
      await Promise.all([...senders.values()].map((sender) => sender.close()));
      // Also those that were still starting when the run failed.
      await Promise.all(members.map((one) => one.kill()));
    },
  };
}
