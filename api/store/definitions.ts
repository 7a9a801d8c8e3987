import { Schema, type Connection } from 'mongoose';
import type { Json, WorkspaceId } from '../../runtime/contract/index.ts';
import type { DefinitionKind } from '../definitions/kinds.ts';
import type { Definition, DefinitionStore } from '../definitions/service.ts';
import { pageFrom } from '../http/paging.ts';

export type DefinitionDocument = {
  /** `workspace:kind:id`. */
  _id: string;
  workspaceId: string;
  kind: string;
  id: string;
  /** Lower case: the order of lists. */
  nameKey: string;
  /** The whole `Definition` as JSON: its values are people's, and no key of theirs is one of the store's. */
  definition: string;
};

export const definitionSchema = new Schema<DefinitionDocument>(
  {
    _id: { type: String, required: true },
    workspaceId: { type: String, required: true },
    kind: { type: String, required: true },
    id: { type: String, required: true },
    nameKey: { type: String, required: true },
    definition: { type: String, required: true },
  },
  // The field is theirs, not Mongoose's own.
  { collection: 'definitions', versionKey: false, autoIndex: false, id: false },
);
// Lists of a kind by name, and all constants of a workspace for a step.
definitionSchema.index({ workspaceId: 1, kind: 1, nameKey: 1, _id: 1 }, { name: 'list' });

export function createDefinitionStore(connection: Connection): DefinitionStore {
  const definitions = connection.collection<DefinitionDocument>('definitions');
  const idOf = (workspaceId: string, kind: string, id: string) => `${workspaceId}:${kind}:${id}`;

  return {
    async list(workspaceId, kind, { after, limit }) {
      const found = await definitions
        .find(
          {
            workspaceId,
            kind,
            ...(after && {
              $or: [{ nameKey: { $gt: String(after.key) } }, { nameKey: String(after.key), _id: { $gt: after.id } }],
            }),
          },
          { sort: { nameKey: 1, _id: 1 }, limit: limit + 1 },
        )
        .toArray();
      const page = pageFrom(found, limit, ({ nameKey, _id }) => ({ key: nameKey, id: _id }));
      return { ...page, rows: page.rows.map(read) };
    },
    async ids(workspaceId) {
      const found = await definitions
        .find({ workspaceId }, { projection: { kind: 1, id: 1 }, sort: { kind: 1, nameKey: 1, _id: 1 } })
        .toArray();
      const of = (kind: DefinitionKind) => found.filter((one) => one.kind === kind).map(({ id }) => id);
      return {
        groups: of('groups'),
        labels: of('labels'),
        fields: of('fields'),
        queues: of('queues'),
        globals: of('globals'),
      };
    },
    async put(workspaceId, kind, definition) {
      const { id } = definition;
      await definitions.updateOne(
        { _id: idOf(workspaceId, kind, id) },
        {
          $set: {
            workspaceId,
            kind,
            id,
            nameKey: definition.name.toLowerCase(),
            definition: JSON.stringify(definition),
          },
        },
        { upsert: true },
      );
    },
    async remove(workspaceId, kind, id) {
      const { deletedCount } = await definitions.deleteOne({ _id: idOf(workspaceId, kind, id), workspaceId });
      return deletedCount === 1;
    },
    async size(workspaceId, kind, except) {
      const others = await definitions
        .find({ workspaceId, kind, id: { $ne: except } }, { projection: { definition: 1 } })
        .toArray();
      const bytes = others.reduce((all, { definition }) => all + Buffer.byteLength(definition), 0);
      return { count: others.length, bytes };
    },
  };
}

const read = ({ definition }: DefinitionDocument): Definition => JSON.parse(definition) as Definition;

/** The constants of workspaces, by workspace. */
export async function globalsOf(
  connection: Connection,
  workspaceIds: readonly WorkspaceId[],
): Promise<Map<string, { [name: string]: Json }>> {
  const found = await connection
    .collection<DefinitionDocument>('definitions')
    .find({ workspaceId: { $in: [...workspaceIds] }, kind: 'globals' })
    .toArray();
  const globals = new Map<string, { [name: string]: Json }>();
  for (const document of found) {
    const { value = null } = read(document);
    globals.set(document.workspaceId, { ...globals.get(document.workspaceId), [document.id]: value });
  }
  return globals;
}
