import { JsonValue, type Flow } from '../../runtime/contract/index.ts';
import { Type, type Static } from '@sinclair/typebox';
import { chooseTrigger, parseFlow, whyInWords, type ConsideredTrigger } from '../../runtime/engine/index.ts';
import { schemaProblems } from '../../runtime/engine/check-schema.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { ask, CannotRun, line, textIn, textOf, type Options, type Report } from './flow-io.ts';

/** Who writes, in a file for `--contact`. */
const Writer = Type.Object({
  groups: Type.Optional(Type.Array(Type.String())),
  /** They have written before. */
  returning: Type.Optional(Type.Boolean()),
  channelId: Type.Optional(Type.String()),
  timeZone: Type.Optional(Type.String()),
  now: Type.Optional(Type.String()),
  contactId: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  fields: Type.Optional(Type.Record(Type.String(), JsonValue)),
});
type Writer = Static<typeof Writer>;

/** Who would answer somebody who writes this, and why: 0 a flow, 1 nobody. */
export async function explain(options: Options): Promise<Report> {
  const { text, contact } = options;
  if (text === undefined) throw new CannotRun('explain needs what is written: --text "…".');
  const writer = contact === undefined ? {} : await writerIn(contact);
  return options.atServer ? atServer(options, text, writer) : here(options, text, writer);
}

async function writerIn(file: string): Promise<Writer> {
  let value: unknown;
  try {
    value = JSON.parse(await textOf(file));
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(`${file} is not JSON.`);
  }
  const problems = schemaProblems(Writer, value);
  if (problems.length > 0)
    throw new CannotRun(`${file}: ${problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
  return value as Writer;
}

async function here({ file, others }: Options, text: string, writer: Writer): Promise<Report> {
  const flows = await Promise.all([file, ...others].filter((one) => one !== '').map(flowIn));
  if (flows.length === 0) throw new CannotRun('explain needs flow files, or a server with --url.');
  const {
    groups = [],
    returning = false,
    channelId = 'whatsapp',
    timeZone = 'UTC',
    now = new Date().toISOString(),
  } = writer;
  const decision = chooseTrigger(
    flows.map(({ id, triggers, settings }) => ({
      flow: { id, version: 1, triggers, paused: false, timeZone: settings.timeZone },
    })),
    {
      happening: { kind: 'message', content: { kind: 'text', body: text }, text, firstMessage: !returning },
      channelId,
      groups,
      now,
      timeZone,
      fired: {},
      words: { exit: [], optOut: [], optIn: [] },
      optedOut: false,
      voice: 'bot',
    },
  );
  const { winner, why, considered } = decision;
  const winnerData = winner && { flowId: winner.flowId, triggerId: winner.trigger?.id ?? null, words: winner.words };
  return {
    status: winner ? 0 : 1,
    data: { winner: winnerData ?? null, why: { ...why, text: whyInWords(why) }, considered },
    lines: [
      `${winner ? `${winner.flowId}${winner.trigger ? ` (${winner.trigger.id})` : ''}` : 'nobody'}: ${whyInWords(why)}`,
      ...considered.map(told),
    ],
  };
}

const told = ({ flowId, triggerId, why, lost }: ConsideredTrigger): string =>
  `  ${flowId} (${triggerId}): ${[whyInWords(why), lost && whyInWords(lost)].filter(Boolean).join('; ')}`;

async function flowIn(file: string): Promise<Flow> {
  const { flow, issues } = parseFlow(await textOf(file), nodeTypes);
  if (!flow) throw new CannotRun(`${file} cannot be read:\n${issues.map(line).join('\n')}`);
  return flow;
}

/** Asks the server about the flows that it runs. */
async function atServer(options: Options, text: string, { contactId, phone, channelId }: Writer): Promise<Report> {
  const request = { text, ...(contactId && { contactId }), ...(phone && { phone }), ...(channelId && { channelId }) };
  const { status, body } = await ask(options, 'POST', '/triggers/explain', { body: JSON.stringify(request) });
  if (status !== 200) throw new CannotRun(`The server at ${options.url} refused: ${textIn(body, 'title') ?? status}`);
  const winner = body['winner'] as { flowId?: string } | undefined;
  const why = body['why'] as { text?: string } | undefined;
  return {
    status: winner ? 0 : 1,
    data: body,
    lines: [`${winner?.flowId ?? 'nobody'}: ${why?.text ?? ''}`],
  };
}
