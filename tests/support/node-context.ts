import type { ContactView, InboundContent, Json, NodeContext } from '../../runtime/contract/index.ts';
import {
  evaluateExpression,
  matchPattern,
  renderTemplate,
  renderWithSecrets,
  seededRandom,
} from '../../runtime/engine/index.ts';
import { contactData, messageView } from '../../runtime/engine/views.ts';

/** What a case says about the world around a node; the rest is empty. `message` as a string is a typed text. */
export type Scope = {
  contact?: Partial<ContactView>;
  message?: string | InboundContent;
  variables?: { [name: string]: Json };
  results?: { [name: string]: { value: Json; category?: string } };
  webhook?: Json;
  /** Variables of a sub-flow that has just ended. */
  subflow?: { [name: string]: Json };
};

export const contentOf = (said: string | InboundContent): InboundContent =>
  typeof said === 'string' ? { kind: 'text', body: said } : said;

/** A context for one node alone, with the engine's own expressions and patterns. */
export function nodeContext({
  scope = {},
  now = '2026-01-05T09:00:00.000Z',
  timeZone = 'UTC',
  state = null,
}: {
  scope?: Scope;
  now?: string;
  timeZone?: string;
  state?: Json;
}): NodeContext {
  const contact = {
    id: 'c1',
    name: null,
    firstName: null,
    phone: null,
    language: null,
    fields: {},
    groups: [],
    labels: [],
    ...scope.contact,
  };
  const random = seededRandom('case');
  const world = { now, random };
  const { message, webhook, subflow, variables = {}, results = {} } = scope;
  const data = {
    contact: contactData(contact),
    variables,
    results,
    ...(message !== undefined && { message: messageView(contentOf(message)) }),
    ...(webhook !== undefined && { webhook }),
    ...(subflow && { subflow }),
  };
  return {
    now,
    random,
    timeZone,
    state,
    contact,
    node: 'card',
    render: (text) => renderTemplate(text, data, world),
    renderWithSecrets: (text) => renderWithSecrets(text, data, world),
    language: 'es',
    flow: { id: 'flow', name: 'Flow' },
    turnId: 's1.1',
    evaluate: (expression) => evaluateExpression(expression, data, world),
    match: matchPattern,
  };
}
