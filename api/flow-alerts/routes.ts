import { Type } from '@sinclair/typebox';
import { OpaqueId } from '../http/ids.ts';
import { pageAnswer, PageOf, PageQuery, positionOf } from '../http/paging.ts';
import { noContent, ok, route } from '../http/route.ts';
import { FlowAlertRow } from './service.ts';

const tag = 'Flows';

export const flowAlertRoutes = [
  route({
    on: 'GET /flow-alerts',
    may: 'flows.read',
    tag,
    summary: 'Flows that a guard has stopped, by card and day, the latest first',
    query: Type.Object(
      {
        ...PageQuery,
        dismissed: Type.Optional(Type.Boolean({ description: 'Those that somebody has dismissed' })),
      },
      { additionalProperties: false },
    ),
    answers: { 200: PageOf(FlowAlertRow) },
    async handle({ workspaceId, query: { cursor, ...query } }, { flowAlerts }) {
      const after = positionOf(cursor, 'number');
      return ok(pageAnswer(await flowAlerts.list(workspaceId, { ...query, ...(after && { after }) })));
    },
  }),
  route({
    on: 'DELETE /flow-alerts/:alertId',
    may: 'flows.pause',
    tag,
    summary: 'Dismiss it; it is shown again when the flow is stopped there once more',
    params: Type.Object({ alertId: OpaqueId('Id of the alert') }),
    answers: { 204: null },
    async handle({ workspaceId, params, principal }, { flowAlerts }) {
      await flowAlerts.dismiss(workspaceId, params.alertId, principal.id);
      return noContent();
    },
  }),
];
