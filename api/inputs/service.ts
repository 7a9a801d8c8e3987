import { Type, type Static } from '@sinclair/typebox';
import { InstantSchema, ProblemError, type InputId, type WorkspaceId } from '../../runtime/contract/index.ts';

/** What became of something that came in. */
export const InputRow = Type.Object(
  {
    id: Type.String(),
    channelId: Type.String(),
    kind: Type.String({ description: 'message, status, start …' }),
    at: InstantSchema,
    state: Type.Union([Type.Literal('waiting'), Type.Literal('done')], {
      description: 'waiting: no worker has taken it yet; done: it has had its effect, or needs none',
    }),
    conversationId: Type.Union([Type.String(), Type.Null()]),
    sessionId: Type.Union([Type.String(), Type.Null()]),
    /** Of the session it started: new, waiting, ended or failed; null when it started none, or that is past. */
    sessionStatus: Type.Union([Type.String(), Type.Null()]),
  },
  { additionalProperties: false },
);
export type InputRow = Static<typeof InputRow>;

export interface InputReader {
  /** Undefined for another workspace's. */
  read(workspaceId: WorkspaceId, id: InputId): Promise<InputRow | undefined>;
}

export class InputService {
  readonly #inputs: InputReader;

  constructor({ inputs }: { inputs: InputReader }) {
    this.#inputs = inputs;
  }

  async read(workspaceId: WorkspaceId, inputId: InputId): Promise<InputRow> {
    const input = await this.#inputs.read(workspaceId, inputId);
    if (!input) throw new ProblemError('input.not-found', { inputId });
    return input;
  }
}
