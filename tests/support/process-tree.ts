import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory in bytes. `anonymous` is what the processes really hold; `file` are mapped pages the system may take back. */
export type Memory = { anonymous: number; file: number; shared: number };

/** The kernel counts CPU time for user space in hundredths of a second (USER_HZ), on every Linux. */
const ticksPerSecond = 100;

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // the process ended between listing and reading
  }
};

/** Fields of /proc/PID/stat from the third on: the second is the command in brackets and may hold anything. */
function statOf(pid: number): string[] | null {
  const text = read(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** The process and everything it started, also what was started by those. Empty when it has ended. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statOf(Number(name));
    if (!stat || stat[0] === 'Z') continue;
    const parent = Number(stat[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = isAlive(root) ? [root] : [];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** False for a process that ended, also when nobody has asked for its status yet. */
export function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== null && stat[0] !== 'Z';
}

/** Seconds of CPU (user and system) the processes have used since each began; threads included. */
export function cpuSecondsOf(pids: number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const stat = statOf(pid);
    if (stat) ticks += Number(stat[11]) + Number(stat[12]);
  }
  return ticks / ticksPerSecond;
}

/** Seconds of CPU that everything on the machine has used since it was switched on, and how many processors there are. */
export function machineCpu(): { busySeconds: number; processors: number } {
  const lines = (read('/proc/stat') ?? '').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (lines[0] ?? '')
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return {
    busySeconds: (user + nice + system + irq + softirq + steal) / ticksPerSecond,
    processors: lines.filter((line) => /^cpu\d/.test(line)).length,
  };
}

/** Resident memory of the processes together. Pages that several of them map are counted once for each. */
export function memoryOf(pids: number[]): Memory {
  const total: Memory = { anonymous: 0, file: 0, shared: 0 };
  for (const pid of pids) {
    const status = read(`/proc/${pid}/status`) ?? '';
    const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
    total.anonymous += bytes('RssAnon');
    total.file += bytes('RssFile');
    total.shared += bytes('RssShmem');
  }
  return total;
}
