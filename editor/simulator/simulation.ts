import { create } from 'zustand';
import type {
  DeliveryError,
  DoneOutcome,
  Flow,
  HttpOutcome,
  HttpRequest,
  InboundContent,
  Instant,
  Transcript,
} from '../../runtime/contract/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useFlow } from '../flow/store.ts';
import { firstMock, outcomeOf, rememberedMocks, rememberMocks, type Mock, type Mocks } from './mocks.ts';
import { meaningOf } from './path.ts';
import { contactOf, firstNameOf, presets, type Persona } from './persona.ts';
import { callForReal } from './real-calls.ts';
import { loadLibrary, useLibrary } from '../tests/library.ts';
import { Run, type Move, type RunState } from './run.ts';

/** What a conversation of this workspace brings along. */
export type SimulatedWorld = { businessName: string; timeZone: string; exitWords: readonly string[] };

type Simulation = {
  open: boolean;
  /** The card where the conversation stands. */
  currentNode: string | null;
  /** Ids of the edges it went along. */
  travelled: ReadonlySet<string>;
  personName: string;

  persona: Persona;
  world: SimulatedWorld;
  /** The draft that is being tried; null while nothing is. */
  flow: Flow | null;
  state: RunState | null;
  /** How it was before the last move. */
  before: RunState | null;
  /** A move is under way. */
  busy: boolean;
  /** The draft has changed since the run began, and nobody has said to go on. */
  stale: boolean;
  mocks: Mocks;

  /** Opens the simulator on the open draft; with a card, begins there. */
  start(node?: string): void;
  /** What was done so far, for a test to be made of. */
  recorded(): {
    flow: Flow;
    library: readonly Flow[];
    begin: Omit<Transcript, 'turns'>;
    moves: readonly Move[];
    turns: RunState['turns'];
  } | null;
  stop(): void;
  /** The same draft, persona and clock from the beginning. */
  restart(): void;
  /** The moves made so far, over the draft as it is now. */
  repeat(): void;
  /** Goes on with the draft that the run began with. */
  goOn(): void;
  say(content: InboundContent): void;
  passTime(seconds: number): void;
  /** Until a moment; to one that is past, a new run begins there. */
  setClock(at: Instant): void;
  toNextDue(): void;
  answer(outcome: HttpOutcome): void;
  answerAsked(outcome: DoneOutcome): void;
  closeTicket(): void;
  refuse(error: DeliveryError): void;
  setPersona(persona: Persona): void;
  setWorld(world: SimulatedWorld): void;
  setMock(node: string, mock: Mock): void;
};

const nothing = {
  flow: null,
  state: null,
  before: null,
  stale: false,
  currentNode: null,
  travelled: new Set<string>(),
};
const libraryOf = ({ id }: Flow): readonly Flow[] => {
  const { flowId, flows } = useLibrary.getState();
  return flowId === id ? flows : [];
};
const [firstPersona] = presets;
if (!firstPersona) throw new Error('There is no persona.');

export const useSimulation = create<Simulation>()((set, get) => {
  let run: Run | null = null;
  let beganAt: Instant = new Date().toISOString();
  let accepted: Flow | null = null;
  let library: readonly Flow[] = [];
  /** Moves come one after the other, however fast somebody types. */
  let queue: Promise<void> = Promise.resolve();

  const show = (of: Run, before: RunState | null) => {
    if (of !== run) return;
    const { state } = of;
    const { session } = state;
    set({
      state,
      before,
      currentNode: session?.status === 'waiting' ? session.node : null,
      travelled: state.travelled,
    });
  };

  const make = (move: Move) => {
    const of = run;
    if (!of) return;
    queue = queue.then(async () => {
      if (of !== run) return;
      set({ busy: true });
      const before = of.state;
      await of.make(move);
      show(of, before);
      if (of === run) set({ busy: false });
    });
  };

  const answer = async (node: string, request: HttpRequest): Promise<HttpOutcome | undefined> => {
    const { mocks, flow } = get();
    const { mode, ...example } = mocks[node] ?? firstMock;
    if (mode === 'example') return outcomeOf(example);
    return mode === 'real' && flow ? callForReal(flow.id, request) : undefined;
  };

  const begin = (flow: Flow): Run => {
    const { persona, world } = get();
    library = libraryOf(flow);
    run = new Run(flow, {
      library,
      now: beganAt,
      nodeTypes,
      persona,
      answer,
      timeZone: world.timeZone,
      exitWords: world.exitWords,
    });
    accepted = flow;
    set({ ...nothing, flow, busy: false });
    show(run, null);
    return run;
  };

  /** What the flow goes into may come later than its run began: it begins anew unless somebody has said something. */
  const provide = (flow: Flow): void =>
    void loadLibrary(flow).then((flows) => {
      if (flows !== library && flow === accepted && run?.moves.length === 0) begin(flow);
    });

  useFlow.subscribe(({ flow }, { flow: old }) => {
    const { open, flow: tried } = get();
    if (!open || flow === old) return;
    if (!flow || (tried && flow.id !== tried.id)) {
      get().stop();
      return;
    }
    if (!tried) begin(flow);
    else if (flow !== accepted) set({ stale: meaningOf(flow) !== meaningOf(accepted ?? tried) });
  });

  return {
    open: false,
    ...nothing,
    persona: firstPersona,
    personName: firstNameOf(firstPersona) ?? '',
    world: { businessName: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, exitWords: [] },
    busy: false,
    mocks: {},

    start(node) {
      const { flow } = useFlow.getState();
      set({ open: true });
      if (!flow) return;
      set({ mocks: rememberedMocks(flow.id) });
      beganAt = new Date().toISOString();
      begin(flow);
      if (node !== undefined) make({ kind: 'begin', node });
      provide(flow);
    },
    recorded() {
      const { flow, state, persona, world } = get();
      if (!flow || !run || !state) return null;
      return {
        flow,
        library,
        begin: {
          now: beganAt,
          timeZone: world.timeZone,
          exitWords: [...world.exitWords],
          contact: contactOf(persona),
          returning: persona.returning,
        },
        moves: run.moves,
        turns: state.turns,
      };
    },
    stop() {
      run = null;
      set({ open: false, ...nothing, busy: false });
    },
    restart() {
      const { flow } = useFlow.getState();
      if (!flow) return;
      begin(flow);
      provide(flow);
    },
    repeat() {
      const { flow } = useFlow.getState();
      const moves = run?.moves ?? [];
      if (!flow) return;
      const begun = begin(flow);
      queue = queue.then(async () => {
        set({ busy: true });
        const flows = await loadLibrary(flow);
        if (begun !== run) return;
        const of = flows === library ? begun : begin(flow);
        await of.repeat(moves);
        show(of, null);
        if (of === run) set({ busy: false });
      });
    },
    goOn() {
      accepted = useFlow.getState().flow;
      set({ stale: false });
    },
    say: (content) => make({ kind: 'say', content }),
    passTime: (seconds) => {
      const { state } = get();
      if (state) make({ kind: 'until', at: new Date(Date.parse(state.now) + seconds * 1_000).toISOString() });
    },
    setClock(at) {
      const { state } = get();
      if (!state) return;
      if (Date.parse(at) >= Date.parse(state.now)) {
        if (run && run.moves.length > 0) {
          make({ kind: 'until', at });
          return;
        }
      }
      beganAt = new Date(Date.parse(at)).toISOString();
      get().restart();
    },
    toNextDue() {
      const { due } = get().state ?? {};
      if (due) make({ kind: 'until', at: due.at });
    },
    answer: (outcome) => make({ kind: 'answer', outcome }),
    answerAsked: (outcome) => make({ kind: 'done', outcome }),
    closeTicket: () => make({ kind: 'ticket-closed' }),
    refuse: (error) => make({ kind: 'refuse', error }),
    setPersona(persona) {
      set({ persona, personName: firstNameOf(persona) ?? persona.phone });
      get().restart();
    },
    setWorld(world) {
      const { world: known, state } = get();
      if (JSON.stringify(known) === JSON.stringify(world)) return;
      set({ world });
      // Nothing has happened yet: the clock of the run may take the workspace's zone.
      if (state?.thread.length === 0) get().restart();
    },
    setMock(node, mock) {
      const { flow, mocks } = get();
      const next = { ...mocks, [node]: mock };
      set({ mocks: next });
      if (flow) rememberMocks(flow.id, next);
    },
  };
});
