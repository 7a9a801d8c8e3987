import type {
  ContactView,
  Env,
  Flow,
  FlowNode,
  InboundContent,
  Input,
  Instant,
  NodeTypes,
  OutboundContent,
  Session,
} from '../../runtime/contract/index.ts';
import { advance, newSession, seededRandom } from '../../runtime/engine/index.ts';

/** What flows and conversations are put together from: configs by node type, and what people say. */
export type Material = { configs: { [type: string]: FlowNode['config'][] }; contents: InboundContent[] };

/** A session played by chance, with everything that went into it: plain JSON. */
export type Recording = {
  seed: number;
  flows: Flow[];
  contact: ContactView;
  /** Every third message is refused where this is set. */
  refuses: boolean;
  steps: { now: Instant; input: Input }[];
};

const languages = ['es', 'en', 'pt-BR'] as const;
const firstMoment = Date.parse('2026-01-05T09:00:00.000Z');
const zones = ['America/Bogota', 'America/Sao_Paulo', 'Europe/Madrid', 'UTC'];

class Chance {
  private readonly next: () => number;
  constructor(seed: number) {
    this.next = seededRandom(`recording ${seed}`);
  }
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }
  often(share: number): boolean {
    return this.next() < share;
  }
  one<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  }
}

/** A flow of 1 to 12 cards of any type, most of whose ports lead somewhere. */
export function randomFlow(id: string, seed: number, nodeTypes: NodeTypes, { configs }: Material): Flow {
  const chance = new Chance(seed);
  const types = Object.keys(configs);
  const ids = Array.from({ length: 1 + chance.below(12) }, (_, index) => `n${index}`);
  const nodes = ids.map((node): FlowNode => {
    const type = chance.one(types);
    return {
      id: node,
      type,
      version: nodeTypes.get(type)?.version ?? 1,
      config: pointed(chance.one(configs[type] ?? [{}]), ids, chance),
    };
  });
  const edges = nodes.flatMap((node) =>
    (nodeTypes.get(node.type)?.ports(node.config) ?? []).flatMap((port) =>
      chance.often(port.kind === 'error' ? 0.5 : 0.85)
        ? [{ id: `${node.id}.${port.id}`, from: { node: node.id, port: port.id }, to: chance.one(ids) }]
        : [],
    ),
  );
  return {
    schemaVersion: 1,
    id,
    name: id,
    languages: [...languages],
    nodes,
    edges,
    triggers: [],
    variables: chance.often(0.5) ? [{ name: 'name', type: 'text', initial: 'Ana' }] : [],
    settings: {
      timeZone: chance.one(zones),
      ...(chance.often(0.5) && { failureText: 'Algo salió mal.' }),
      ...(chance.often(0.2) && {
        guards: { stepsPerTurn: 1 + chance.below(20), visitsWithoutInput: 1 + chance.below(5) },
      }),
    },
    ...(chance.often(0.5) && {
      translations: { 'pt-BR': Object.fromEntries(ids.map((node) => [node, { body: `Olá de ${node}` }])) },
    }),
    layout: {},
    notes: [],
  };
}

/** A config whose cards and flows are those that there are. */
function pointed(config: FlowNode['config'], ids: readonly string[], chance: Chance): FlowNode['config'] {
  return {
    ...config,
    ...('node' in config && { node: chance.one(ids) }),
    ...('flow' in config && typeof config['flow'] === 'string' && { flow: chance.one(['main', 'side']) }),
    ...('flowId' in config && { flowId: chance.one(['main', 'side']) }),
  };
}

/** What comes next for a session, by what it waits for; now and then something that is not for it. */
function randomInput(session: Session, now: Instant, turn: number, { contents }: Material, chance: Chance): Input {
  const message = (): Input => ({
    kind: 'message',
    at: now,
    message: { id: `wamid.${turn}`, at: now, content: chance.one(contents) },
  });
  const wait = session.wait;
  if (!wait || chance.often(0.05)) return message();
  const effectId = wait.effectId ?? '';
  const bad = chance.often(0.3);
  switch (wait.for) {
    case 'http':
      return {
        kind: 'http',
        at: now,
        effectId,
        outcome: bad
          ? { ok: false, code: 'http.timeout', message: 'No answer.' }
          : {
              ok: true,
              status: chance.one([200, 201, 404, 500]),
              headers: {},
              body: { id: turn },
              durationMs: chance.below(900),
            },
      };
    case 'effect':
      return {
        kind: 'done',
        at: now,
        effectId,
        outcome: bad
          ? { ok: false, code: 'ai.timeout', message: 'No answer.' }
          : { ok: true, value: 'ventas', durationMs: 7 },
      };
    case 'ticket':
      return { kind: 'ticket-closed', at: now };
    case 'time':
      return { kind: 'timeout', at: now, waitId: wait.id };
    case 'message':
      if (chance.often(0.1) && wait.firstEffectId)
        return { kind: 'delivery-failed', at: now, effectId: wait.firstEffectId, error: { code: 'x', message: 'y' } };
      return wait.dueAt !== undefined && chance.often(0.25) ? { kind: 'timeout', at: now, waitId: wait.id } : message();
  }
}

/** Plays a session through flows made by chance, and keeps what went in. */
export async function recorded(seed: number, nodeTypes: NodeTypes, material: Material): Promise<Recording> {
  const chance = new Chance(seed);
  const recording: Recording = {
    seed,
    flows: [randomFlow('main', seed * 2, nodeTypes, material), randomFlow('side', seed * 2 + 1, nodeTypes, material)],
    contact: {
      id: 'c1',
      name: chance.often(0.8) ? 'Ana Gómez' : null,
      firstName: chance.often(0.8) ? 'Ana' : null,
      phone: chance.often(0.8) ? '+573001112233' : null,
      language: chance.one([...languages, 'pt', null]),
      fields: { plan: 'gold', birthday: '1990-02-28', city: 'Lima' },
      groups: chance.often(0.5) ? ['vip'] : [],
      labels: [],
    },
    refuses: chance.often(0.2),
    steps: [],
  };
  let now = firstMoment + chance.below(1_000) * 3_600_000;
  const player = new Player(recording, nodeTypes);
  const steps = 1 + chance.below(14);
  for (let turn = 0; turn < steps; turn += 1) {
    const at = new Date(now).toISOString();
    const input: Input =
      turn === 0
        ? { kind: 'start', at, trigger: { kind: 'keyword', id: 't1' }, variables: { order: { total: 12.5 } } }
        : randomInput(player.session, at, turn, material, chance);
    const step = { now: at, input };
    recording.steps.push(step);
    await player.take(step);
    if (player.session.status !== 'waiting') break;
    now += chance.one([1, 40, 3_600, 90_000]) * 1_000;
  }
  return recording;
}

/** Plays recorded steps: what each of them came to, as text, so that two machines can be compared byte by byte. */
export async function replayed(recording: Recording, nodeTypes: NodeTypes): Promise<string[]> {
  const player = new Player(recording, nodeTypes);
  const turns: string[] = [];
  for (const step of recording.steps) turns.push(JSON.stringify(await player.take(step)));
  return turns;
}

class Player {
  session: Session;
  private contact: ContactView;
  private sent = 0;
  private readonly recording: Recording;
  private readonly nodeTypes: NodeTypes;

  constructor(recording: Recording, nodeTypes: NodeTypes) {
    this.recording = recording;
    this.nodeTypes = nodeTypes;
    this.contact = recording.contact;
    const at = recording.steps[0]?.now ?? new Date(firstMoment).toISOString();
    this.session = newSession({ id: `s${recording.seed}`, flowId: 'main', flowVersion: 1, at });
  }

  async take({ now, input }: Recording['steps'][number]) {
    const flow = this.flow(this.session.flowId);
    if (!flow) throw new Error(`There is no flow ${this.session.flowId}.`);
    const env: Env = {
      nodeTypes: this.nodeTypes,
      now,
      timeZone: 'America/Bogota',
      contact: this.contact,
      channel: { id: 'chance', name: 'Chance' },
      conversation: { id: 'chance:c1' },
      exitWords: ['salir'],
      globals: { shop: 'Cauce' },
      flows: {
        published: async (id) => {
          const found = this.flow(id);
          return found && { flow: found, version: 1 };
        },
        version: async (id) => this.flow(id),
      },
      price: () => ({ currency: 'USD', micros: 200 }),
      refuse: (content) => this.refusal(content),
    };
    const done = await advance(flow, this.session, input, env);
    ({ session: this.session, contact: this.contact } = done);
    return done;
  }

  private flow(id: string): Flow | undefined {
    return this.recording.flows.find((flow) => flow.id === id);
  }

  private refusal(_content: OutboundContent) {
    this.sent += 1;
    return this.recording.refuses && this.sent % 3 === 0 ? { code: 'window.closed', message: 'Too late.' } : null;
  }
}
