import {
  defineNodeType,
  errorPort,
  fail,
  leave,
  nextPort,
  waitFor,
  type Email,
  type NodeContext,
  type Outcome,
} from '../../contract/index.ts';
import { hasPlaceholder } from '../../engine/expressions/template.ts';
import { emptyText, type ConfigIssue } from '../config-parts.ts';
import { answerIn } from '../done-outcome.ts';
import { addressesIn, isMailAddress } from '../mail-address.ts';
import { SendEmailConfig } from './schema.ts';

/** As the contract's `Email` limits them. */
const mostAddresses = 20;
const longestSubject = 1_000;
const longestBody = 100_000;

export const sendEmail = defineNodeType({
  type: 'send-email',
  version: 1,
  config: SendEmailConfig,
  initial: { to: '', subject: '', body: '' },
  ports: () => [nextPort, errorPort],
  check: ({ to, subject, body, replyTo = '' }) => [
    ...emptyText(to, '/to'),
    ...addressIssues(to, '/to'),
    ...addressIssues(replyTo, '/replyTo'),
    ...emptyText(subject, '/subject'),
    ...emptyText(body, '/body'),
  ],
  async enter(config, ctx) {
    const email = await emailOf(config, ctx);
    if ('failure' in email) return email.failure;
    return waitFor(
      { for: 'effect' },
      { effects: [{ kind: 'email.send', email }], values: { to: email.to, subject: email.subject } },
    );
  },
  async resume(_config, input) {
    const answer = answerIn(input);
    return 'failure' in answer ? answer.failure : leave(nextPort.id);
  },
  texts: { templates: ['to', 'subject', 'body', 'replyTo'], expressions: [] },
  awaits: 'system',
  editor: {
    label: 'nodes.send-email.label',
    group: 'actions',
    icon: 'mail',
    form: [
      { key: 'to', widget: 'template-text', oneLine: true },
      { key: 'subject', widget: 'template-text', oneLine: true },
      { key: 'body', widget: 'template-text' },
      { key: 'replyTo', widget: 'template-text', oneLine: true },
    ],
    preview: () => null,
    summary: ({ to, subject }) => ({ key: 'nodes.send-email.summary', params: { to, subject } }),
  },
});

async function emailOf(config: SendEmailConfig, ctx: NodeContext): Promise<Email | { failure: Outcome }> {
  const to = addressesIn(await ctx.render(config.to));
  const replyTo = (await ctx.render(config.replyTo ?? '')).trim();
  // A line break in a subject would begin a header of its own.
  const subject = (await ctx.render(config.subject)).replace(/\s+/g, ' ').trim();
  const body = await ctx.render(config.body);
  const refused = (code: string, message: string) => ({ failure: fail(code, message) });
  if (to.length === 0) return refused('email.no-address', 'There is nobody to write to.');
  if (to.length > mostAddresses)
    return refused('email.too-many', `A letter goes to at most ${mostAddresses} addresses.`);
  const wrong = [...to, ...(replyTo === '' ? [] : [replyTo])].find((address) => !isMailAddress(address));
  if (wrong !== undefined) return refused('email.address-invalid', `"${wrong.slice(0, 100)}" is no e-mail address.`);
  if (subject === '' || subject.length > longestSubject)
    return refused('email.subject-invalid', `A subject has 1 to ${longestSubject} characters.`);
  if (body.length > longestBody) return refused('email.too-long', `A letter has at most ${longestBody} characters.`);
  return { to, subject, body, ...(replyTo !== '' && { replyTo }) };
}

/** Addresses that stand fixed and are none. */
function addressIssues(text: string, path: string): ConfigIssue[] {
  if (hasPlaceholder(text)) return [];
  const wrong = addressesIn(text).find((address) => !isMailAddress(address));
  if (wrong === undefined) return [];
  return [
    {
      code: 'email.address-invalid',
      severity: 'error',
      message: `"${wrong}" is no e-mail address.`,
      path,
      params: { address: wrong },
    },
  ];
}
