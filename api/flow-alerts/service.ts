import { Type, type Static } from '@sinclair/typebox';
import { InstantSchema, ProblemError, type WorkspaceId } from '../../runtime/contract/index.ts';
import type { Page, Position } from '../http/paging.ts';
import { announceToNobody, type Announce } from '../sockets/topics.ts';

/** How often a guard has stopped a flow at a card on a day. */
export const FlowAlertRow = Type.Object(
  {
    id: Type.String(),
    flowId: Type.String(),
    /** Why: a code of the failures. */
    code: Type.String(),
    message: Type.String(),
    node: Type.Optional(Type.String()),
    /** Of the workspace's time zone. */
    day: Type.String(),
    /** Sessions that were stopped. */
    count: Type.Integer(),
    firstAt: InstantSchema,
    lastAt: InstantSchema,
  },
  { additionalProperties: false },
);
export type FlowAlertRow = Static<typeof FlowAlertRow>;

export type FlowAlertQuery = { after?: Position; limit: number; dismissed?: boolean };

export interface FlowAlertReader {
  /** The latest first; those that nobody has dismissed, or those that somebody has. */
  list(workspaceId: WorkspaceId, query: FlowAlertQuery): Promise<Page<FlowAlertRow>>;
  /** False when there is none. One that is raised again afterwards is shown again. */
  dismiss(workspaceId: WorkspaceId, id: string, by: string, at: number): Promise<boolean>;
}

export type FlowAlertDeps = { flowAlerts: FlowAlertReader; announce?: Announce };

export class FlowAlertService {
  readonly #alerts: FlowAlertReader;
  readonly #announce: Announce;

  constructor({ flowAlerts, announce = announceToNobody }: FlowAlertDeps) {
    this.#alerts = flowAlerts;
    this.#announce = announce;
  }

  list(workspaceId: WorkspaceId, query: FlowAlertQuery): Promise<Page<FlowAlertRow>> {
    return this.#alerts.list(workspaceId, query);
  }

  async dismiss(workspaceId: WorkspaceId, alertId: string, by: string): Promise<void> {
    if (!(await this.#alerts.dismiss(workspaceId, alertId, by, Date.now())))
      throw new ProblemError('alert.not-found', { alertId });
    this.#announce(workspaceId, 'flow-alerts');
  }
}
