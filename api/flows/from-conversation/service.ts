import {
  asId,
  ProblemError,
  type ConversationId,
  type FlowId,
  type FlowTest,
  type InboundMessage,
  type Flow,
  type Json,
  type NodeTypes,
  type SessionId,
  type TraceEntry,
  type WorkspaceId,
} from '../../../runtime/contract/index.ts';
import { runFlowTests, subFlows, type FlowTestResult } from '../../../runtime/engine/flow-tests.ts';
import { elementIdOf } from '../element-id.ts';
import type { ContactReader } from '../../contacts/service.ts';
import type { ConversationReader, TurnTrace } from '../../conversations/service.ts';
import type { FlowRepository } from '../../store/flows.ts';
import type { WorkspaceRepository } from '../../store/workspaces.ts';
import type { FlowService } from '../service.ts';
import { builtTest, type Built } from './build.ts';
import { shortened } from '../tests.ts';
import { CannotBuild, happenedIn } from './happened.ts';

export type FromConversationDeps = {
  conversations: ConversationReader;
  contacts: ContactReader;
  flows: Pick<FlowRepository, 'readVersion' | 'publishedFlows'>;
  workspaces: Pick<WorkspaceRepository, 'read'>;
};

/** `result` is how the test goes on the draft, which it was put into. */
export type MadeTest = { revision: number; test: FlowTest; result: FlowTestResult };

type Asked = { conversationId: string; sessionId?: string; name: string };

/** Messages are looked through so far back. A session that is longer than that is no test. */
const pages = 20;
const pageSize = 200;
const firstMessages = 2;

/** Makes tests of conversations that flows really had. */
export class TestMaker {
  readonly #deps: FromConversationDeps;
  readonly #flows: FlowService;
  readonly #nodeTypes: NodeTypes;

  constructor(deps: FromConversationDeps, flows: FlowService, nodeTypes: NodeTypes) {
    this.#deps = deps;
    this.#flows = flows;
    this.#nodeTypes = nodeTypes;
  }

  /**
   * Puts a test into the draft: the conversation as it was, without what tells who the person is. Throws `flow.not-found`,
   * `conversation.not-found`, and `flow.test-unbuildable` with the reason.
   */
  async make(workspaceId: WorkspaceId, flowId: FlowId, asked: Asked, by: string): Promise<MadeTest> {
    await this.#flows.draft(workspaceId, flowId);
    try {
      const built = await this.#gathered(workspaceId, flowId, asked);
      const transcript = await builtTest(built, this.#nodeTypes);
      const test: FlowTest = { id: elementIdOf('test'), name: asked.name.trim(), transcript };
      const { revision } = await this.#flows.draft(workspaceId, flowId);
      const saved = await this.#flows.edit(
        workspaceId,
        flowId,
        {
          baseRevision: revision,
          edits: [{ op: 'insert', kind: 'test', id: test.id, path: [], after: test as unknown as Json }],
        },
        by,
      );
      const { flow } = await this.#flows.draft(workspaceId, flowId);
      const library = await this.#flows.subFlows(workspaceId, flowId);
      const [result = { id: test.id, name: test.name, ok: false, turns: 0 }] = await runFlowTests(
        { ...flow, tests: [test] },
        library,
        this.#nodeTypes,
      );
      return {
        revision: saved.revision,
        test,
        result: shortened(result),
      };
    } catch (error) {
      if (!(error instanceof CannotBuild)) throw error;
      const { reason, at = null } = error;
      throw new ProblemError('flow.test-unbuildable', { flowId, reason, at });
    }
  }

  async #gathered(workspaceId: WorkspaceId, flowId: FlowId, asked: Asked): Promise<Built> {
    const { conversations, contacts, workspaces } = this.#deps;
    const conversationId = asId<ConversationId>(asked.conversationId);
    const conversation = await conversations.read(workspaceId, conversationId);
    if (!conversation) throw new ProblemError('conversation.not-found', { conversationId });
    const heard = await this.#messages(workspaceId, conversationId);
    const sessionId = asked.sessionId ?? heard.sessions.get(flowId);
    if (sessionId === undefined) throw new CannotBuild('other-flow');
    const turns = (await conversations.trace(workspaceId, conversationId, asId<SessionId>(sessionId))) ?? [];
    const [first] = turns;
    if (!first || first.turn !== 1) throw new CannotBuild('no-trace');
    if (first.flowId !== flowId) throw new CannotBuild('other-flow');
    const happened = happenedIn(turns, heard.messages);
    const flows = await this.#versions(workspaceId, flowId, turns);
    const [contact, workspace] = await Promise.all([
      contacts.read(workspaceId, asId(conversation.contact.id)),
      workspaces.read(workspaceId),
    ]);
    const { globals, timeZone, exitWords = [] } = workspace ?? {};
    return {
      flows,
      happened,
      begin: {
        now: first.at,
        exitWords: [...exitWords],
        returning: heard.before(first.at) >= firstMessages,
        ...(timeZone !== undefined && { timeZone }),
        ...(globals && { globals }),
      },
      person: {
        name: contact?.name ?? null,
        phone: contact?.phone ?? null,
        language: contact?.language ?? null,
        fields: contact?.fields ?? {},
        groups: contact?.groups ?? [],
        labels: contact?.labels ?? [],
        aliases: contact?.aliases.map(({ value }) => value) ?? [],
      },
    };
  }

  /** What the person said, by the provider's id, and the latest session of each flow that the bot spoke for. */
  async #messages(workspaceId: WorkspaceId, conversationId: ConversationId) {
    const messages = new Map<string, InboundMessage>();
    const sessions = new Map<string, string>();
    const said: string[] = [];
    let after: { key: number | string; id: string } | undefined;
    for (let page = 0; page < pages; page += 1) {
      const found = await this.#deps.conversations.messages(workspaceId, conversationId, {
        limit: pageSize,
        order: 'newest',
        ...(after && { after }),
      });
      for (const { at, message, echo, origin } of found?.rows ?? []) {
        if (message && echo !== true) {
          messages.set(message.id, message);
          said.push(at);
        }
        if (origin?.flowId !== undefined && origin.sessionId !== undefined && !sessions.has(origin.flowId))
          sessions.set(origin.flowId, origin.sessionId);
      }
      if (!found?.next) break;
      after = found.next;
    }
    return { messages, sessions, before: (at: string) => said.filter((one) => one <= at).length };
  }

  /** The flow in the version that the session was begun with, and the others as it went into them. */
  async #versions(workspaceId: WorkspaceId, flowId: FlowId, turns: readonly TurnTrace[]): Promise<[Flow, ...Flow[]]> {
    const ranOn = new Map<string, number>();
    for (const { flowId: id, flowVersion, entries } of turns) {
      const known = ranOn.get(id);
      // Somebody moved the session to another version: no one version did all of this.
      if (known !== undefined && known !== flowVersion) throw new CannotBuild('moved');
      ranOn.set(id, flowVersion);
      for (const { flow } of entries as unknown as TraceEntry[])
        if (flow && !ranOn.has(flow.id)) ranOn.set(flow.id, flow.version);
    }
    const read = async (id: string, version: number): Promise<Flow> => {
      const found = await this.#deps.flows.readVersion(workspaceId, asId<FlowId>(id), version);
      if (!found) throw new CannotBuild('no-version');
      return found.flow;
    };
    const main = await read(flowId, ranOn.get(flowId) ?? 0);
    const published = (await this.#deps.flows.publishedFlows(workspaceId)).map(({ flow }) => flow);
    const others = await Promise.all(
      subFlows(main, published, this.#nodeTypes).map(async (other) => {
        const version = ranOn.get(other.id);
        return version === undefined ? other : { ...(await read(other.id, version)), triggers: [] };
      }),
    );
    return [main, ...others];
  }
}
