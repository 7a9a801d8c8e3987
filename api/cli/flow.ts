import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkContent } from '../../runtime/channels/whatsapp-cloud/check.ts';
import { isError, slugPattern, type Flow, type Issue, type Transcript } from '../../runtime/contract/index.ts';
import { parseFlow, runTranscript, transcriptProblems, validateFlow } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

const usage = `Usage: npm run flow -- COMMAND FILE [options]

  validate FILE   tells what is wrong with a flow
  test FILE       plays the flow's transcript (NAME.transcript.json beside NAME.flow.json, or --transcript FILE)
  import FILE     puts the flow on a server, new or in place of the draft there
  export FILE     fetches the flow that the file is named after (or --id ID) from a server

  --json          print one JSON object
  --url URL       the server (default http://127.0.0.1:3000)
  --key KEY       an API key of it (default cauce_demo_key)

Exit status: 0 sound, 1 the flow or its test is wrong, 2 it could not run.`;

/** 0 sound, 1 wrong, 2 could not run. */
export type ExitStatus = 0 | 1 | 2;

/** What a command found: `data` for --json, `lines` for people. */
type Report = { status: ExitStatus; data: { [name: string]: unknown }; lines: string[] };

type Options = { file: string; transcript?: string; url: string; key: string; id?: string };

/** Something that keeps the command from running: exit status 2. */
class CannotRun extends Error {}

const commands: { [name: string]: (options: Options) => Promise<Report> } = {
  validate,
  test,
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
    if (!command || file === undefined || rest.length > 0) throw new CannotRun(usage);
    const { url = 'http://127.0.0.1:3000', key = 'cauce_demo_key', transcript, id } = values;
    const { status, data, lines } = await command({
      file,
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
      transcript: { type: 'string' },
    },
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CannotRun(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const checked = (flow: Flow): Issue[] => validateFlow(flow, nodeTypes, { checkContent, now: new Date().toISOString() });

async function read(file: string): Promise<{ flow?: Flow; issues: Issue[] }> {
  const { flow, issues } = parseFlow(await textOf(file), nodeTypes);
  return flow ? { flow, issues: [...issues, ...checked(flow)] } : { issues };
}

const line = ({ severity, code, message, node, path }: Issue): string =>
  `${severity === 'error' ? 'error  ' : 'warning'}  ${code}  ${node ? `[${node}] ` : ''}${message}${path ? `  (${path})` : ''}`;

function verdict(file: string, issues: readonly Issue[]): string {
  const errors = issues.filter(isError).length;
  const warnings = issues.length - errors;
  const count = (many: number, what: string) => `${many} ${what}${many === 1 ? '' : 's'}`;
  return `${file}: ${errors === 0 ? 'sound' : 'wrong'} (${count(errors, 'error')}, ${count(warnings, 'warning')})`;
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

async function test({ file, transcript = transcriptOf(file) }: Options): Promise<Report> {
  const { flow, issues } = await read(file);
  if (!flow || issues.some(isError))
    return { status: 1, data: { issues }, lines: [...issues.map(line), verdict(file, issues)] };
  if (!existsSync(transcript)) throw new CannotRun(`There is no transcript ${transcript}.`);

  const wrong = (reasons: string[]): Report => ({
    status: 1,
    data: { transcript, issues, problems: reasons },
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

type Answer = { status: number; etag: string | null; body: { [name: string]: unknown } };

/** One request to the server; what is not an answer of ours keeps the command from running. */
async function ask(
  { url, key }: Options,
  method: string,
  id: string,
  { headers = {}, body }: { headers?: { [name: string]: string }; body?: string } = {},
): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/api/v1/flows/${encodeURIComponent(id)}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(15_000),
    });
    text = await response.text();
  } catch {
    throw new CannotRun(`The server at ${url} does not answer.`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  const answer = typeof parsed === 'object' && parsed !== null ? (parsed as { [name: string]: unknown }) : {};
  const { status } = response;
  if (status === 401 || status === 403 || status >= 500 || (status === 404 && answer['code'] !== 'flow.not-found'))
    throw new CannotRun(`The server at ${url} refused: ${textIn(answer, 'title') ?? `status ${status}`}`);
  return { status, etag: response.headers.get('etag'), body: answer };
}

const textIn = (body: { [name: string]: unknown }, name: string): string | undefined => {
  const value = body[name];
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined;
};

async function importFlow(options: Options): Promise<Report> {
  const { file, url } = options;
  const text = await textOf(file);
  const { flow, issues } = parseFlow(text);
  if (!flow) return { status: 1, data: { issues }, lines: [...issues.map(line), verdict(file, issues)] };

  const there = await ask(options, 'GET', flow.id);
  const headers: { [name: string]: string } =
    there.status === 404 ? { 'if-none-match': '*' } : { 'if-match': there.etag ?? '' };
  const put = await ask(options, 'PUT', flow.id, { headers, body: JSON.stringify(flow) });
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

async function exportFlow(options: Options): Promise<Report> {
  const { file, id = basename(file).replace(/(\.flow)?\.json$/, '') } = options;
  if (!new RegExp(slugPattern).test(id)) throw new CannotRun(`"${id}" is no id of a flow; name one with --id.`);
  const { status, body } = await ask(options, 'GET', id);
  const { flow, revision } = body;
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
