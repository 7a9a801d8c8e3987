import { Type, type Static } from '@sinclair/typebox';
import {
  InstantSchema,
  JsonValue,
  ProblemError,
  type ContactId,
  type WorkspaceId,
} from '../../runtime/contract/index.ts';
import type { Page, Position } from '../http/paging.ts';

const textOrNull = Type.Union([Type.String(), Type.Null()]);

/** A contact as people see it. */
export const ContactRow = Type.Object(
  {
    id: Type.String(),
    name: textOrNull,
    phone: textOrNull,
    language: textOrNull,
    fields: Type.Record(Type.String(), JsonValue),
    groups: Type.Optional(Type.Array(Type.String())),
    labels: Type.Optional(Type.Array(Type.String())),
    consent: Type.Record(Type.String(), JsonValue),
    aliases: Type.Array(Type.Object({ kind: Type.String(), value: Type.String() }, { additionalProperties: false })),
    createdAt: InstantSchema,
    mergedInto: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type ContactRow = Static<typeof ContactRow>;

export type ContactQuery = {
  /** Rows after this one; its `key` is `createdAt` in milliseconds. */
  after?: Position;
  limit: number;
  /** Beginning of a name (any case) or of a number (with or without +). */
  q?: string;
};

export interface ContactReader {
  /** The newest first. */
  list(workspaceId: WorkspaceId, query: ContactQuery): Promise<Page<ContactRow>>;
  /** Undefined for another workspace's. */
  read(workspaceId: WorkspaceId, id: ContactId): Promise<ContactRow | undefined>;
}

export class ContactService {
  readonly #contacts: ContactReader;

  constructor({ contacts }: { contacts: ContactReader }) {
    this.#contacts = contacts;
  }

  list(workspaceId: WorkspaceId, query: ContactQuery): Promise<Page<ContactRow>> {
    return this.#contacts.list(workspaceId, query);
  }

  async read(workspaceId: WorkspaceId, contactId: ContactId): Promise<ContactRow> {
    const contact = await this.#contacts.read(workspaceId, contactId);
    if (!contact) throw new ProblemError('contact.not-found', { contactId });
    return contact;
  }
}
