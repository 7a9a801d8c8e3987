import { Type } from '@sinclair/typebox';
import type { ContactId } from '../../runtime/contract/index.ts';
import { OpaqueId } from '../http/ids.ts';
import { pageAnswer, PageOf, PageQuery, positionOf } from '../http/paging.ts';
import { ok, route } from '../http/route.ts';
import { ContactRow } from './service.ts';

const tag = 'Contacts';

export const contactRoutes = [
  route({
    on: 'GET /contacts',
    may: 'contacts.read',
    tag,
    summary: 'Contacts, the newest first',
    query: Type.Object(
      {
        ...PageQuery,
        q: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Beginning of a name or number' })),
      },
      { additionalProperties: false },
    ),
    answers: { 200: PageOf(ContactRow) },
    async handle({ workspaceId, query: { cursor, ...query } }, { contacts }) {
      const after = positionOf(cursor, 'number');
      return ok(pageAnswer(await contacts.list(workspaceId, { ...query, ...(after && { after }) })));
    },
  }),
  route({
    on: 'GET /contacts/:contactId',
    may: 'contacts.read',
    tag,
    summary: 'A contact with its names, fields and consent',
    params: Type.Object({ contactId: OpaqueId<ContactId>('Id of the contact') }),
    answers: { 200: ContactRow },
    async handle({ workspaceId, params }, { contacts }) {
      return ok(await contacts.read(workspaceId, params.contactId));
    },
  }),
];
