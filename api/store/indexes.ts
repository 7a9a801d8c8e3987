import type { Connection, Schema } from 'mongoose';
import type { IndexSpecification } from 'mongodb';
import { apiKeySchema } from './api-keys.ts';
import { changeSchema } from './changes.ts';
import { budgetSchema } from './budgets.ts';
import { channelSchema } from './channels.ts';
import { aliasSchema, contactSchema } from './contacts.ts';
import { conversationSchema } from './conversations.ts';
import { definitionSchema } from './definitions.ts';
import { eventSchema, traceSchema } from './events.ts';
import { processSchema } from './fleet.ts';
import { flowAlertSchema } from './flow-alerts.ts';
import { flowFactSchema, resultFactSchema } from './flow-facts.ts';
import { flowVersionSchema } from './flow-versions.ts';
import { flowSchema } from './flows.ts';
import { idempotencySchema } from './idempotency.ts';
import { inboundSchema } from './inbound.ts';
import { messageSchema } from './messages.ts';
import { signInSchema } from './sign-ins.ts';
import { triggerProgressSchema } from './timed-triggers.ts';
import { triggerSampleSchema } from './trigger-samples.ts';
import { userSchema } from './users.ts';
import { workspaceSecretSchema } from './workspace-secrets.ts';
import { workspaceSchema } from './workspaces.ts';

/** Every model, in the order its indexes are made. A new one is a line here. */
const schemas = [
  workspaceSchema,
  userSchema,
  signInSchema,
  apiKeySchema,
  workspaceSecretSchema,
  channelSchema,
  flowSchema,
  flowVersionSchema,
  idempotencySchema,
  inboundSchema,
  conversationSchema,
  contactSchema,
  aliasSchema,
  messageSchema,
  eventSchema,
  traceSchema,
  changeSchema,
  processSchema,
  budgetSchema,
  flowAlertSchema,
  definitionSchema,
  triggerProgressSchema,
  triggerSampleSchema,
  flowFactSchema,
  resultFactSchema,
] as unknown as Schema[];

/**
 * Makes the indexes that are missing. Those that exist are left as they are, so that every process may do this at its start. Rejects
 * with the first failure once no command is under way any more: the connection may be closed then.
 */
export async function createAllIndexes(connection: Connection): Promise<void> {
  const outcomes = await Promise.allSettled(
    schemas.map(async (schema) => {
      const wanted = schema.indexes().map(([key, options]) => {
        const { background: _background, ...rest } = options as { background?: boolean };
        return { key: key as Exclude<IndexSpecification, string>, ...rest };
      });
      if (wanted.length === 0) return;
      await connection.collection(String(schema.get('collection'))).createIndexes(wanted as never);
    }),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
