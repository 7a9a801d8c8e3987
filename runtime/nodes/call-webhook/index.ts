import {
  defineNodeType,
  errorPort,
  fail,
  leave,
  waitFor,
  type Json,
  type Outcome,
  type Port,
  type Reference,
} from '../../contract/index.ts';
import { emptyText, repeatedIds, repeatedNames, type ConfigIssue } from '../config-parts.ts';
import { addressSample, isUrl, partAt, requestOf, reservedHeaders, secretsIn } from './request.ts';
import { CallWebhookConfig } from './schema.ts';

const successPort: Port = { id: 'success', label: 'ports.success' };

export const callWebhook = defineNodeType({
  type: 'call-webhook',
  version: 1,
  config: CallWebhookConfig,
  initial: { method: 'POST', url: '', timeoutSeconds: 10, retries: 2 },
  ports: ({ statusRanges = [] }) => [
    successPort,
    ...statusRanges.map(({ id, label }): Port => ({ id, label, literal: true })),
    errorPort,
  ],
  check: (config) => [
    ...checkUrl(config.url),
    ...checkHeaders(config),
    ...repeatedNames(config.variables ?? [], '/variables'),
    ...repeatedIds(config.statusRanges ?? [], (index) => `/statusRanges/${index}`),
    ...(config.statusRanges ?? []).flatMap(({ label, from, to }, index): ConfigIssue[] => [
      ...emptyText(label, `/statusRanges/${index}/label`),
      ...(from <= to
        ? []
        : [
            {
              code: 'http.empty-range',
              severity: 'error' as const,
              message: `No status lies between ${from} and ${to}.`,
              path: `/statusRanges/${index}`,
              params: { from, to },
            },
          ]),
    ]),
  ],
  async enter(config, ctx) {
    const request = await requestOf(config, ctx);
    if ('failure' in request) return request.failure;
    return waitFor({ for: 'http' }, { effects: [{ kind: 'http.request', request }] });
  },
  async resume(config, input) {
    if (input.kind === 'delivery-failed') return fail(input.error.code, input.error.message);
    if (input.kind !== 'http') return fail('http.timeout', 'No answer came in time.');

    const { outcome } = input;
    if (!outcome.ok) {
      const { code, message } = outcome;
      return fail(code, message, { changes: { webhook: { ok: false, code, message } } });
    }
    return answeredWith(config, outcome);
  },
  texts: { templates: ['url', 'headers.*.text', 'body.text'], expressions: ['body.expression'], secrets: true },
  references: ({ url, headers = [], body }) => [
    ...secretsAt(url, '/url'),
    ...headers.flatMap((header, index) =>
      'secret' in header
        ? [secretReference(header.secret, `/headers/${index}/secret`)]
        : secretsAt(header.text, `/headers/${index}/text`),
    ),
    ...(body && 'text' in body ? secretsAt(body.text, '/body/text') : []),
  ],
  awaits: 'system',
  editor: {
    label: 'nodes.call-webhook.label',
    group: 'actions',
    icon: 'webhook',
    form: [
      {
        key: 'method',
        widget: 'select',
        options: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((value) => ({
          value,
          label: `nodes.call-webhook.options.${value}`,
        })),
      },
      { key: 'url', widget: 'template-text', oneLine: true },
      { key: 'headers', widget: 'http-headers' },
      { key: 'body', widget: 'http-body', when: { key: 'method', in: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] } },
      { key: 'variables', widget: 'response-values' },
      { key: 'resultName', widget: 'variable-name', names: 'results' },
      { key: 'statusRanges', widget: 'status-ranges' },
      { key: 'timeoutSeconds', widget: 'number' },
      { key: 'retries', widget: 'number' },
      { key: 'safeToRepeat', widget: 'toggle' },
    ],
    preview: () => null,
    summary: ({ method, url }) => ({ key: 'nodes.call-webhook.summary', params: { method, url } }),
  },
});

function answeredWith(
  { variables = [], statusRanges = [], resultName }: CallWebhookConfig,
  {
    status,
    headers,
    body,
    durationMs,
  }: { status: number; headers: { [name: string]: string }; body: Json; durationMs: number },
): Outcome {
  const good = status >= 200 && status <= 299;
  const answer = { ok: good, status, headers, body, durationMs };
  const kept = Object.fromEntries(variables.map(({ name, path }) => [name, partAt(answer, path)]));
  const result = resultName !== undefined && { results: { [resultName]: { value: body, category: String(status) } } };
  const more = { changes: { webhook: answer, variables: kept, ...result }, values: { status, ...kept } };
  const range = statusRanges.find(({ from, to }) => status >= from && status <= to);
  if (range) return leave(range.id, more);
  if (good) return leave(successPort.id, more);
  return fail('http.status', `The other side answered with status ${status}.`, more);
}

const secretReference = (id: string, path: string): Reference => ({ kind: 'secret', id, path });
const secretsAt = (text: string, path: string): Reference[] =>
  secretsIn(text).map((name) => secretReference(name, path));

function checkUrl(url: string): ConfigIssue[] {
  if (url.trim() === '') return emptyText(url, '/url');
  const address = addressSample(url);
  if (/^https?:\/\/[^/?#]*\{\{/i.test(address) || address.startsWith('{{'))
    return [
      {
        code: 'http.computed-host',
        severity: 'warning',
        message: 'The host of the address is computed: make sure that no one else can choose it.',
        path: '/url',
      },
    ];
  if (isUrl(address.replace(/\{\{[^]*?\}\}/g, '0'))) return [];
  return [
    {
      code: 'http.invalid-url',
      severity: 'error',
      message: 'The address must begin with https:// or http://.',
      path: '/url',
    },
  ];
}

function checkHeaders({ headers = [] }: CallWebhookConfig): ConfigIssue[] {
  const folded = headers.map(({ name }) => ({ name: name.toLowerCase() }));
  return [
    ...repeatedNames(folded, '/headers'),
    ...folded.flatMap(({ name }, index): ConfigIssue[] =>
      reservedHeaders.has(name)
        ? [
            {
              code: 'http.reserved-header',
              severity: 'warning',
              message: `The header "${name}" is set by Cauce itself; this one is left out.`,
              path: `/headers/${index}/name`,
              params: { name },
            },
          ]
        : [],
    ),
  ];
}
