import {
  defineNodeType,
  engineCodes,
  errorPort,
  fail,
  leave,
  nextPort,
  type NodeContext,
  type Outcome,
  type Somebody,
} from '../../contract/index.ts';
import { hasPlaceholder } from '../../engine/expressions/template.ts';
import { emptyText, repeatedNames, valuesOf, type ConfigIssue } from '../config-parts.ts';
import { flowReference, noFlow } from '../flow-picked.ts';
import { phoneIn } from '../phone-number.ts';
import { StartSomeoneConfig } from './schema.ts';

type Who = StartSomeoneConfig['who'];

export const startSomeone = defineNodeType({
  type: 'start-someone',
  version: 1,
  config: StartSomeoneConfig,
  initial: { who: { phone: '' }, flow: '' },
  ports: () => [nextPort, errorPort],
  check: ({ who, flow, inputs = [] }) => [...whoIssues(who), ...noFlow(flow), ...repeatedNames(inputs, '/inputs')],
  async enter({ who, flow, inputs = [] }, ctx) {
    if (flow === '') return fail(engineCodes.flowUnknown, 'No flow has been picked.');
    const somebody = await somebodyOf(who, ctx);
    if ('failure' in somebody) return somebody.failure;
    const computed = await valuesOf(inputs, ctx);
    if ('failure' in computed) return computed.failure;
    return leave(nextPort.id, {
      effects: [{ kind: 'flow.start', who: somebody, flowId: flow, variables: computed.values }],
      values: { ...somebody, flow, ...computed.values },
    });
  },
  texts: {
    templates: ['who.phone', 'who.contactId', 'inputs.*.text'],
    expressions: ['inputs.*.expression'],
  },
  references: ({ flow }) => flowReference(flow),
  editor: {
    label: 'nodes.start-someone.label',
    group: 'actions',
    icon: 'user-plus',
    form: [
      { key: 'who', widget: 'somebody' },
      { key: 'flow', widget: 'pick', names: 'flows' },
      { key: 'inputs', widget: 'assignments', names: 'inputs' },
    ],
    preview: () => null,
    summary: ({ who, flow }) => ({
      key: 'nodes.start-someone.summary',
      params: { who: 'phone' in who ? who.phone : who.contactId, flow },
    }),
  },
});

async function somebodyOf(who: Who, ctx: NodeContext): Promise<Somebody | { failure: Outcome }> {
  if ('phone' in who) {
    const phone = phoneIn(await ctx.render(who.phone));
    return phone === undefined
      ? { failure: fail('phone.invalid', 'A number is written with its country code, such as +57 300 123 4567.') }
      : { phone };
  }
  const contactId = (await ctx.render(who.contactId)).trim();
  return contactId === '' || contactId.length > 100
    ? { failure: fail('contact.unknown', 'The contact is not named by its id.') }
    : { contactId };
}

function whoIssues(who: Who): ConfigIssue[] {
  if (!('phone' in who)) return emptyText(who.contactId, '/who/contactId');
  const { phone } = who;
  if (phone.trim() === '') return emptyText(phone, '/who/phone');
  if (hasPlaceholder(phone) || phoneIn(phone) !== undefined) return [];
  return [
    {
      code: 'phone.invalid',
      severity: 'error',
      message: `"${phone}" is no phone number with its country code.`,
      path: '/who/phone',
      params: { phone },
    },
  ];
}
