import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isError, slugPattern, type Flow, type Transcript } from '../../runtime/contract/index.ts';
import {
  parseFlow,
  runFlowTests,
  runTranscript,
  transcriptProblems,
  type FlowTestResult,
} from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { diff } from './flow-diff.ts';
import { explain } from './flow-explain.ts';
import {
  ask,
  CannotRun,
  line,
  pathOf,
  read,
  textIn,
  textOf,
  verdict,
  type ExitStatus,
  type Options,
  type Report,
} from './flow-io.ts';

export type { ExitStatus } from './flow-io.ts';

const usage = `Usage: npm run flow -- COMMAND FILE [options]

  validate FILE   tells what is wrong with a flow
  test FILE       plays the flow's own tests and its transcript (NAME.transcript.json beside NAME.flow.json, or
                  --transcript FILE)
  diff A [B]      tells card by card what B has other than A; without B, what A has other than the server's draft, or than
                  its --version N (--id ID when the file's id is another; --lang es, en or pt)
  explain FILE…   tells which of these flows answers --text "…", and why (--contact FILE: groups, returning, timeZone, now);
                  with --url and without files, which flow of that server does
  import FILE     puts the flow on a server, new or in place of the draft there
  export FILE     fetches the flow that the file is named after (or --id ID) from a server

  --with-dependencies   export the flows it goes into and the groups, fields and constants they need along with it
  --json          print one JSON object
  --url URL       the server (default http://127.0.0.1:3000)
  --key KEY       an API key of it (default cauce_demo_key)

Exit status: 0 sound, the same, or somebody answers; 1 the flow or a test is wrong, the flows differ, or nobody answers; 2 it could
not run.`;

const commands: { [name: string]: (options: Options) => Promise<Report> } = {
  validate,
  test,
  diff,
  explain,
  import: importFlow,
  export: exportFlow,
};

/** Runs a command line; prints through `print` and returns the exit status. Never throws. */
export async function runFlowCommand(args: readonly string[], print: (text: string) => void): Promise<ExitStatus> {
  const json = args.includes('--json');
  try {
    const { values, positionals } = readArguments(args);
    if (values.help) {
      print(usage);
      return 0;
    }
    const [name = '', file, ...rest] = positionals;
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    const most = name === 'explain' ? Infinity : name === 'diff' ? 1 : 0;
    const mayBeBare = name === 'explain' && values.url !== undefined;
    if (!command || (file === undefined && !mayBeBare) || rest.length > most) throw new CannotRun(usage);
    const { url = 'http://127.0.0.1:3000', key = 'cauce_demo_key', lang = 'es', transcript, id } = values;
    const { version, text, contact } = values;
    const { status, data, lines } = await command({
      file: file ?? '',
      others: rest,
      atServer: values.url !== undefined && file === undefined,
      lang,
      ...(version !== undefined && { version }),
      ...(text !== undefined && { text }),
      ...(values['with-dependencies'] && { withDependencies: true }),
      ...(contact !== undefined && { contact }),
      url: url.replace(/\/+$/, ''),
      key,
      ...(transcript !== undefined && { transcript }),
      ...(id !== undefined && { id }),
    });
    print(json ? JSON.stringify({ command: name, file, ok: status === 0, ...data }) : lines.join('\n'));
    return status;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    print(json ? JSON.stringify({ ok: false, error: message }) : message);
    return 2;
  }
}

function readArguments(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      url: { type: 'string' },
      key: { type: 'string' },
      id: { type: 'string' },
      version: { type: 'string' },
      lang: { type: 'string' },
      text: { type: 'string' },
      'with-dependencies': { type: 'boolean' },
      contact: { type: 'string' },
      transcript: { type: 'string' },
    },
  });
}

async function validate({ file }: Options): Promise<Report> {
  const { issues } = await read(file);
  return {
    status: issues.some(isError) ? 1 : 0,
    data: { issues },
    lines: [...issues.map(line), verdict(file, issues)],
  };
}

const transcriptOf = (file: string): string =>
  file.endsWith('.flow.json')
    ? file.replace(/\.flow\.json$/, '.transcript.json')
    : `${file.replace(/\.json$/, '')}.transcript.json`;

/** The flow's own tests, and the transcript beside it. Either may be missing, not both. */
async function test({ file, transcript = transcriptOf(file) }: Options): Promise<Report> {
  const { flow, issues } = await read(file);
  if (!flow || issues.some(isError))
    return { status: 1, data: { issues }, lines: [...issues.map(line), verdict(file, issues)] };
  const beside = existsSync(transcript);
  const own = flow.tests ?? [];
  if (!beside && own.length === 0)
    throw new CannotRun(`${file} has no tests, and there is no transcript ${transcript}.`);

  const tests = await runFlowTests(flow, [], nodeTypes);
  const lines = tests.flatMap(testLines);
  const red = tests.some(({ ok }) => !ok);
  if (!beside) return { status: red ? 1 : 0, data: { issues, tests }, lines };
  const played = await playTranscript(flow, transcript);
  return {
    status: red ? 1 : played.status,
    data: { issues, ...(own.length > 0 && { tests }), ...played.data },
    lines: [...lines, ...played.lines],
  };
}

const testLines = ({ name, ok, turns, firstDifference, failure, unplayed }: FlowTestResult): string[] => [
  ...(firstDifference
    ? [
        `Turn ${firstDifference.turn + 1} of "${name}"${firstDifference.node ? ` [${firstDifference.node}]` : ''}  (${firstDifference.path})`,
        `  should be  ${JSON.stringify(firstDifference.expected)}`,
        `  but is     ${JSON.stringify(firstDifference.said)}`,
      ]
    : []),
  ...(failure
    ? [`  The flow failed: ${failure.code} ${failure.node ? `[${failure.node}] ` : ''}${failure.message}`]
    : []),
  `"${name}": ${ok ? `green (${turns} turns)` : unplayed === 'broken' ? 'red: it cannot be played' : 'red'}`,
];

async function playTranscript(flow: Flow, transcript: string): Promise<Report> {
  const wrong = (reasons: string[]): Report => ({
    status: 1,
    data: { transcript, problems: reasons },
    lines: [...reasons, `${transcript}: wrong`],
  });
  let given: unknown;
  try {
    given = JSON.parse(await textOf(transcript));
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    return wrong([`It is not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const problems = transcriptProblems(given);
  if (problems.length > 0) return wrong(problems.map(({ path, message }) => `${path || 'It'} ${message}`));

  const { ok, turns, firstDifference, failure } = await runTranscript(flow, given as Transcript, nodeTypes);
  const difference = firstDifference && [
    `Turn ${firstDifference.turn + 1}: ${JSON.stringify(turns[firstDifference.turn]?.move)}`,
    `  the bot should say  ${JSON.stringify(firstDifference.expected)}`,
    `  but says            ${JSON.stringify(firstDifference.said)}${firstDifference.path ? `  (${firstDifference.path})` : ''}`,
    ...(failure
      ? [`  The flow failed: ${failure.code} ${failure.node ? `[${failure.node}] ` : ''}${failure.message}`]
      : []),
  ];
  return {
    status: ok ? 0 : 1,
    data: { transcript, turns: turns.length, ...(firstDifference && { firstDifference }), ...(failure && { failure }) },
    lines: [...(difference ?? []), `${transcript}: ${ok ? `plays as written (${turns.length} turns)` : 'wrong'}`],
  };
}

async function importFlow(options: Options): Promise<Report> {
  const { file, url } = options;
  const text = await textOf(file);
  if (isBundle(text)) return importBundle(options, text);
  const { flow, issues } = parseFlow(text);
  if (!flow) return { status: 1, data: { issues }, lines: [...issues.map(line), verdict(file, issues)] };

  const there = await ask(options, 'GET', pathOf(flow.id));
  const headers: { [name: string]: string } =
    there.status === 404 ? { 'if-none-match': '*' } : { 'if-match': there.etag ?? '' };
  const put = await ask(options, 'PUT', pathOf(flow.id), { headers, body: JSON.stringify(flow) });
  const revision = textIn(put.body, 'revision');
  if (put.status >= 300)
    return {
      status: 1,
      data: { id: flow.id, problem: put.body },
      lines: [
        `${textIn(put.body, 'code') ?? put.status}: ${textIn(put.body, 'title') ?? ''}`,
        JSON.stringify(put.body['params'] ?? {}),
      ],
    };
  const created = put.status === 201;
  return {
    status: 0,
    data: { id: flow.id, created, revision: put.body['revision'] },
    lines: [`${flow.id}: ${created ? 'made' : 'put in place of the draft'} at ${url} (revision ${revision ?? '?'})`],
  };
}

const isBundle = (text: string): boolean => /^\s*\{\s*"format"\s*:\s*"cauce-flow-bundle"/.test(text);

async function importBundle(options: Options, text: string): Promise<Report> {
  let bundle: unknown;
  try {
    bundle = JSON.parse(text);
  } catch {
    throw new CannotRun(`${options.file} is not JSON.`);
  }
  const { status, body } = await ask(options, 'POST', '/flows/import', { body: JSON.stringify({ bundle }) });
  if (status !== 200)
    return {
      status: 1,
      data: { problem: body },
      lines: [`${textIn(body, 'code') ?? status}: ${textIn(body, 'title') ?? ''}`],
    };
  const told = (what: string) =>
    ((body[what] ?? []) as { kind: string; id: string }[]).map(({ kind, id }) => `${what.padEnd(8)} ${kind} ${id}`);
  return { status: 0, data: body, lines: [...told('created'), ...told('matched'), ...told('missed')] };
}

async function exportFlow(options: Options): Promise<Report> {
  const { file, id = basename(file).replace(/(\.flow)?\.json$/, '') } = options;
  if (!new RegExp(slugPattern).test(id)) throw new CannotRun(`"${id}" is no id of a flow; name one with --id.`);
  const path = options.withDependencies ? `${pathOf(id)}/export` : pathOf(id);
  const { status, body } = await ask(options, 'GET', path);
  const { revision } = body;
  const flow = options.withDependencies && body['format'] !== undefined ? body : body['flow'];
  if (status !== 200 || typeof flow !== 'object' || flow === null)
    throw new CannotRun(`There is no flow "${id}" at ${options.url}.`);
  try {
    await writeFile(file, `${JSON.stringify(flow, null, 2)}\n`);
  } catch (error) {
    throw new CannotRun(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  return {
    status: 0,
    data: { id, revision },
    lines: [`${file}: revision ${textIn(body, 'revision') ?? '?'} of ${id}`],
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = await runFlowCommand(process.argv.slice(2), (text) => console.log(text));
