import { HttpMethod, type HttpRequest, type Json, type NodeContext } from '../../../runtime/contract/index.ts';
import {
  evaluateExpression,
  matchPattern,
  renderTemplate,
  renderWithSecrets,
  templateParts,
} from '../../../runtime/engine/index.ts';
import { requestOf } from '../../../runtime/nodes/call-webhook/request.ts';
import type { CallWebhookConfig } from '../../../runtime/nodes/call-webhook/schema.ts';
import { isRecord, textIn } from '../parts/lists.ts';
import { namesIn } from '../parts/samples.ts';
import { readHeaders } from '../widgets/http-headers.ts';
import { readSource } from '../widgets/value.ts';

/** What of a card's config makes its call, whatever else may be wrong with it. */
export function readCall(value: unknown): CallWebhookConfig {
  const config = isRecord(value) ? value : {};
  const number = (name: string, otherwise: number) => (typeof config[name] === 'number' ? config[name] : otherwise);
  const method = HttpMethod.anyOf.find((known) => known.const === config['method'])?.const ?? 'GET';
  const source = config['body'] === undefined ? undefined : readSource(config['body']);
  return {
    method,
    url: textIn(config, 'url'),
    headers: readHeaders(config['headers']),
    ...(source && { body: source.kind === 'text' ? { text: source.text } : { expression: source.expression } }),
    timeoutSeconds: number('timeoutSeconds', 10),
    retries: 0,
  };
}

/** The names that a call reads: what has to be known before it can be made. */
export function namesInCall({ url, headers = [], body }: CallWebhookConfig): string[] {
  const texts = [url, ...headers.flatMap((header) => ('text' in header ? [header.text] : []))];
  const templates = [...texts, ...(body && 'text' in body ? [body.text] : [])];
  const expressions = templates.flatMap((text) =>
    templateParts(text).parts.flatMap((part) => ('expression' in part ? [part.expression] : [])),
  );
  if (body && 'expression' in body) expressions.push(body.expression);
  return [...new Set(expressions.flatMap(namesIn))];
}

/** The call as the card would make it, were its conversation's values these. Throws `ExpressionError`. */
export async function sampleRequest(
  config: CallWebhookConfig,
  data: { [name: string]: Json },
): Promise<HttpRequest | { problem: string }> {
  const world = { now: new Date().toISOString(), random: Math.random };
  const context: NodeContext = {
    ...world,
    timeZone: 'UTC',
    state: null,
    render: (text) => renderTemplate(text, data, world),
    renderWithSecrets: (text) => renderWithSecrets(text, data, world),
    language: 'es',
    flow: { id: 'sample', name: '' },
    turnId: 'sample',
    node: 'sample',
    evaluate: (expression) => evaluateExpression(expression, data, world),
    match: matchPattern,
    contact: {
      id: 'sample',
      name: null,
      firstName: null,
      phone: null,
      language: null,
      fields: {},
      groups: [],
      labels: [],
    },
  };
  const request = await requestOf(config, context);
  if (!('failure' in request)) return request;
  return { problem: request.failure.kind === 'fail' ? request.failure.code : 'http.invalid-url' };
}
