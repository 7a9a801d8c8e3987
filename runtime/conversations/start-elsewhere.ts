import type { ChannelId, DomainEvent, Effect, WorkspaceId } from '../contract/index.ts';
import type { Submitter } from './submit.ts';
import type { OutboxItem } from './state.ts';

/** So many flows may begin one another in a row without a person: two that begin each other for ever are stopped here. */
const mostHops = 5;

export type StartElsewhere = ReturnType<typeof createStartElsewhere>;

/**
 * Begins a flow with somebody else, as an input of their conversation. Its id comes from the effect, so that doing it again changes
 * nothing. Returns what became true; undefined when there is nobody or it was not allowed.
 */
export function createStartElsewhere(submit: Pick<Submitter, 'start' | 'aliasesOf'>) {
  return async (
    { id, who, flowId, variables }: Extract<Effect, { kind: 'flow.start' }>,
    { flowId: by = '', sessionId: session = '', hops = 1 }: OutboxItem,
    { workspaceId, channelId }: { workspaceId: WorkspaceId; channelId: ChannelId },
  ): Promise<DomainEvent> => {
    const failed = (code: string, message: string): DomainEvent => ({
      type: 'flow.started-elsewhere',
      sessionId: '',
      flowId,
      who,
      problem: { code, message },
    });
    if (hops > mostHops)
      return failed(
        'limit.flows-begun-in-a-row',
        `More than ${mostHops} flows have begun one another without a person.`,
      );
    const aliases = await submit.aliasesOf(workspaceId, channelId, who);
    if (!aliases) return failed('contact.unknown', 'There is nobody of that id or number.');
    const { sessionId } = await submit.start({
      workspaceId,
      channelId,
      aliases,
      flowId,
      trigger: { kind: 'flow', flow: by, session, hops },
      variables,
      requestKey: id,
    });
    return { type: 'flow.started-elsewhere', sessionId, flowId, who };
  };
}
