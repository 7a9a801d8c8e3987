import { Type, type TObject } from '@sinclair/typebox';
import { InstantSchema } from '../../runtime/contract/index.ts';
import { pageAnswer, PageOf, PageQuery, positionOf } from '../http/paging.ts';
import { noContent, ok, route } from '../http/route.ts';
import { definitionKinds, type DefinitionBody, type DefinitionKind } from './kinds.ts';

/** List, put and delete of one kind. */
function routesOf<const Kind extends DefinitionKind, Body extends TObject & { static: DefinitionBody }>(
  kind: Kind,
  body: Body,
  tag: string,
  one: string,
) {
  const { id, edit } = definitionKinds[kind];
  const params = Type.Object({ id });
  const row = Type.Object({ id, ...body.properties, updatedAt: InstantSchema }, { additionalProperties: false });
  return [
    route({
      on: `GET /${kind}`,
      may: 'definitions.read',
      tag,
      summary: `${tag} of the workspace, by name`,
      query: Type.Object({ ...PageQuery }, { additionalProperties: false }),
      answers: { 200: PageOf(row) },
      async handle({ workspaceId, query: { cursor, limit } }, { definitions }) {
        const after = positionOf(cursor, 'string');
        return ok(pageAnswer(await definitions.list(workspaceId, kind, { limit, ...(after && { after }) })));
      },
    }),
    route({
      on: `PUT /${kind}/:id`,
      may: edit,
      tag,
      summary: `Make ${one}, or put it in the place of the one with this id`,
      params,
      body,
      answers: { 200: row },
      async handle({ workspaceId, params: { id: own }, body: given }, { definitions }) {
        return ok(await definitions.put(workspaceId, kind, own, given));
      },
    }),
    route({
      on: `DELETE /${kind}/:id`,
      may: edit,
      tag,
      summary: `Take ${one} away; flows that name it say so among their problems`,
      params,
      answers: { 204: null },
      async handle({ workspaceId, params: { id: own } }, { definitions }) {
        await definitions.remove(workspaceId, kind, own);
        return noContent();
      },
    }),
  ] as const;
}

export const definitionRoutes = [
  ...routesOf('groups', definitionKinds.groups.body, 'Groups', 'a group of contacts'),
  ...routesOf('labels', definitionKinds.labels.body, 'Labels', 'a label'),
  ...routesOf('fields', definitionKinds.fields.body, 'Fields', 'a field of contacts'),
  ...routesOf('queues', definitionKinds.queues.body, 'Queues', 'a queue of tickets'),
  ...routesOf('globals', definitionKinds.globals.body, 'Constants', 'a constant that expressions read as `globals.id`'),
];
