import { Schema, type Connection } from 'mongoose';
import type { WorkspaceId } from '../../runtime/contract/index.ts';
import type { WorkspaceRecord } from '../../runtime/ports.ts';
import { globalsOf } from './definitions.ts';
import { insertedFirst } from './duplicates.ts';

type WorkspaceDocument = Omit<WorkspaceRecord, 'id'> & { _id: string; createdAt: Date };

/**
 * What a workspace begins with. The way out is heard inside an ask; opting out and in are heard only as the whole message, and
 * before anything else: so "sair" both leaves an ask and, said to nobody in particular, opts out.
 */
const beginsWith = {
  timeZone: 'UTC',
  language: 'es',
  exitWords: ['menú', 'menu', 'salir', 'cancelar', 'sair', 'exit', 'quit'],
  optOutWords: ['baja', 'stop', 'sair', 'cancelar suscripción', 'unsubscribe', 'parar'],
  optInWords: ['alta', 'start', 'volver'],
  texts: {
    optedOut: {
      es: 'Listo: ya no recibirás nuestras promociones. Si cambias de opinión, escribe ALTA.',
      en: 'Done: you will not receive our promotions any more. If you change your mind, write START.',
      pt: 'Pronto: você não receberá mais nossas promoções. Se mudar de ideia, escreva START.',
    },
    optedIn: {
      es: 'Listo: volverás a recibir nuestras novedades. Para dejar de recibirlas, escribe BAJA.',
      en: 'Done: you will receive our news again. To stop, write STOP.',
      pt: 'Pronto: você voltará a receber nossas novidades. Para deixar de receber, escreva PARAR.',
    },
  },
};

export const workspaceSchema = new Schema<WorkspaceDocument>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    businessName: { type: String, required: true },
    flowsRevision: { type: Number, required: true },
    botPaused: { type: Boolean, required: true },
    timeZone: { type: String, required: true },
    language: { type: String, required: true },
    exitWords: [String],
    optOutWords: [String],
    optInWords: [String],
    texts: Schema.Types.Mixed,
    createdAt: { type: Date, required: true },
  },
  { collection: 'workspaces', versionKey: false, autoIndex: false, minimize: false },
);

export type WorkspaceRepository = {
  read(id: WorkspaceId): Promise<WorkspaceRecord | undefined>;
  /** With their constants. */
  readMany(ids: WorkspaceId[]): Promise<WorkspaceRecord[]>;
  ids(): Promise<WorkspaceId[]>;
  /** Leaves an existing workspace as it is. True when it was new. */
  create(id: WorkspaceId, settings: NewWorkspace): Promise<boolean>;
  /** Tells workers that a flow was published or paused. */
  raiseFlowsRevision(id: WorkspaceId): Promise<void>;
  /** Silences or wakes the whole bot. Undefined when there is no such workspace. */
  setBotPaused(id: WorkspaceId, paused: boolean): Promise<WorkspaceRecord | undefined>;
  /** Puts one of the texts in place of what it was, and has workers read it. Undefined when there is no such workspace. */
  setText(
    id: WorkspaceId,
    text: keyof WorkspaceRecord['texts'],
    words: { [language: string]: string },
  ): Promise<WorkspaceRecord | undefined>;
};

export type NewWorkspace = { name: string } & Partial<
  Pick<WorkspaceRecord, 'businessName' | 'timeZone' | 'language' | 'exitWords' | 'optOutWords' | 'optInWords' | 'texts'>
>;

export function createWorkspaceRepository(connection: Connection): WorkspaceRepository {
  const workspaces = connection.model('Workspace', workspaceSchema);

  /** Sets it in one write, and raises the revision that workers read the workspace by. */
  async function change(id: WorkspaceId, set: { [path: string]: unknown }): Promise<WorkspaceRecord | undefined> {
    const document = await workspaces
      .findOneAndUpdate({ _id: id }, { $set: set, $inc: { flowsRevision: 1 } }, { returnDocument: 'after' })
      .lean();
    return document ? recordOf(document) : undefined;
  }

  return {
    async read(id) {
      const document = await workspaces.findById(id).lean();
      return document ? recordOf(document) : undefined;
    },
    async readMany(ids) {
      const [found, globals] = await Promise.all([
        workspaces.find({ _id: { $in: ids } }).lean(),
        globalsOf(connection, ids),
      ]);
      return found.map((document) => {
        const own = globals.get(document._id);
        return { ...recordOf(document), ...(own && { globals: own }) };
      });
    },
    async ids() {
      const found = await workspaces.find({}, { _id: 1 }).sort({ _id: 1 }).lean();
      return found.map(({ _id }) => _id as WorkspaceId);
    },
    async create(id, settings) {
      return insertedFirst(
        workspaces.updateOne(
          { _id: id },
          {
            $setOnInsert: {
              ...beginsWith,
              flowsRevision: 1,
              botPaused: false,
              createdAt: new Date(),
              businessName: settings.name,
              ...settings,
            },
          },
          { upsert: true },
        ),
      );
    },
    async raiseFlowsRevision(id) {
      await workspaces.updateOne({ _id: id }, { $inc: { flowsRevision: 1 } });
    },
    setBotPaused: (id, paused) => change(id, { botPaused: paused }),
    setText: (id, text, words) => change(id, { [`texts.${text}`]: words }),
  };
}

const recordOf = ({ _id, createdAt: _createdAt, ...rest }: WorkspaceDocument): WorkspaceRecord => ({
  ...rest,
  id: _id as WorkspaceId,
});
