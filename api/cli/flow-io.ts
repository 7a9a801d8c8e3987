import { readFile } from 'node:fs/promises';
import { checkContent } from '../../runtime/channels/whatsapp-cloud/check.ts';
import { isError, type Flow, type Issue } from '../../runtime/contract/index.ts';
import { parseFlow, validateFlow } from '../../runtime/engine/index.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';

/** 0 sound, 1 wrong, 2 could not run. */
export type ExitStatus = 0 | 1 | 2;

/** What a command found: `data` for --json, `lines` for people. */
export type Report = { status: ExitStatus; data: { [name: string]: unknown }; lines: string[] };

export type Options = {
  file: string;
  /** Files beside the first. */
  others: string[];
  transcript?: string;
  url: string;
  /** The server was named, not assumed. */
  atServer: boolean;
  key: string;
  id?: string;
  version?: string;
  lang: string;
  text?: string;
  withDependencies?: boolean;
  contact?: string;
};

/** Something that keeps the command from running: exit status 2. */
export class CannotRun extends Error {}

export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CannotRun(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const checked = (flow: Flow): Issue[] => validateFlow(flow, nodeTypes, { checkContent, now: new Date().toISOString() });

export async function read(file: string): Promise<{ flow?: Flow; issues: Issue[] }> {
  const { flow, issues } = parseFlow(await textOf(file), nodeTypes);
  return flow ? { flow, issues: [...issues, ...checked(flow)] } : { issues };
}

export const line = ({ severity, code, message, node, path }: Issue): string =>
  `${severity === 'error' ? 'error  ' : 'warning'}  ${code}  ${node ? `[${node}] ` : ''}${message}${path ? `  (${path})` : ''}`;

export function verdict(file: string, issues: readonly Issue[]): string {
  const errors = issues.filter(isError).length;
  const warnings = issues.length - errors;
  const count = (many: number, what: string) => `${many} ${what}${many === 1 ? '' : 's'}`;
  return `${file}: ${errors === 0 ? 'sound' : 'wrong'} (${count(errors, 'error')}, ${count(warnings, 'warning')})`;
}

export type Answer = { status: number; etag: string | null; body: { [name: string]: unknown } };

/** One request to the server; what is not an answer of ours keeps the command from running. `path` begins with `/flows`. */
export async function ask(
  { url, key }: Options,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: { [name: string]: string }; body?: string } = {},
): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/api/v1${path}`, {
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

export const pathOf = (id: string): string => `/flows/${encodeURIComponent(id)}`;

export const textIn = (body: { [name: string]: unknown }, name: string): string | undefined => {
  const value = body[name];
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined;
};
