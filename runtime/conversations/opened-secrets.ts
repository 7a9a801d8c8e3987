import { shownSecrets } from '../contract/index.ts';
import type { HttpOutcome, HttpRequest, Json, SecretName, SecretText, WorkspaceId } from '../contract/index.ts';
import type { SecretSource } from '../ports.ts';

/** Shorter values are found by chance in anything, so that hiding them would only garble answers. */
const hiddenFrom = 6;

type Addressed = Pick<HttpRequest, 'url' | 'headers' | 'body'>;
type Opened = { url: string; headers: { [name: string]: string }; body?: string };

/**
 * A call with the secrets that it names in their place, for the moment of the call alone; or the outcome of one that names a secret
 * that is not there. `hide` puts the names back where the other side repeats a value in its answer.
 */
export async function openedRequest(
  { url, headers, body }: Addressed,
  workspaceId: WorkspaceId,
  secrets: Pick<SecretSource, 'read'>,
): Promise<{ request: Opened; hide(outcome: HttpOutcome): HttpOutcome } | { outcome: HttpOutcome }> {
  const names = [url, body ?? '', ...Object.values(headers)].flatMap(namesIn);
  const values = new Map<string, string>();
  for (const name of new Set(names)) {
    const value = await secrets.read(workspaceId, name);
    if (value === undefined) {
      const message = `There is no secret named ${name}.`;
      return { outcome: { ok: false, code: 'http.secret-missing', message } };
    }
    values.set(name, value);
  }
  const open = (text: SecretText | SecretName): string =>
    [text]
      .flat()
      .map((piece) => (typeof piece === 'string' ? piece : (values.get(piece.secret) ?? '')))
      .join('');
  return {
    request: {
      url: open(url),
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, open(value)])),
      ...(body !== undefined && { body: open(body) }),
    },
    hide: (outcome) => hidden(outcome, values),
  };
}

const namesIn = (text: SecretText | SecretName): string[] =>
  [text].flat().flatMap((piece) => (typeof piece === 'string' ? [] : [piece.secret]));

function hidden(outcome: HttpOutcome, values: ReadonlyMap<string, string>): HttpOutcome {
  const long = [...values].filter(([, value]) => value.length >= hiddenFrom);
  if (long.length === 0) return outcome;
  // The longest first: one value may stand within another.
  const swaps = long
    .flatMap(([name, value]) => {
      const shown = shownSecrets({ secret: name });
      return [...new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])].map(
        (form) => [form, shown] as const,
      );
    })
    .toSorted(([a], [b]) => b.length - a.length);
  const clean = (text: string): string => swaps.reduce((rest, [form, shown]) => rest.replaceAll(form, shown), text);
  if (!outcome.ok) return { ...outcome, message: clean(outcome.message) };
  const headers = Object.entries(outcome.headers).map(([name, value]) => [clean(name), clean(value)]);
  return { ...outcome, headers: Object.fromEntries(headers), body: everyText(outcome.body, clean) };
}

function everyText(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => everyText(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [change(name), everyText(part, change)]));
}
