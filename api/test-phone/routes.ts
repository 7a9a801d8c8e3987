import { Type } from '@sinclair/typebox';
import { Slug } from '../../runtime/contract/index.ts';
import { accepted, ok, route } from '../http/route.ts';
import { PhoneMessage } from './service.ts';

const tag = 'Test phone';

export const testPhoneRoutes = [
  route({
    on: 'GET /test-phone',
    may: 'channels.edit',
    tag,
    summary: 'Whether one may write to a channel as a customer: only with the built-in stand-in for WhatsApp',
    answers: {
      200: Type.Object(
        {
          available: Type.Boolean(),
          channels: Type.Array(Type.Object({ id: Slug, name: Type.String() }, { additionalProperties: false })),
          reason: Type.Optional(Type.String({ description: '`no-stand-in` or `no-channel`' })),
        },
        { additionalProperties: false },
      ),
    },
    async handle({ workspaceId }, { testPhone }) {
      return ok(await testPhone.read(workspaceId));
    },
  }),
  route({
    on: 'POST /test-phone/messages',
    may: 'channels.edit',
    tag,
    summary: 'Write to a channel as a customer, through its own webhook',
    body: PhoneMessage,
    bodyLimit: 1_500_000,
    answers: { 202: Type.Object({ messageId: Type.String() }, { additionalProperties: false }) },
    async handle({ workspaceId, body }, { testPhone }) {
      return accepted(await testPhone.write(workspaceId, body));
    },
  }),
];
