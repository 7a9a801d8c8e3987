import { limitAt } from '../limits.ts';
import { list, text, type Dict } from '../json-readers.ts';
import { graphErrors, type GraphError } from './errors.ts';
import type { FakeNumber, FakeWorld } from './world.ts';

export type OtherRequest = {
  method: string;
  /** Path without the version. */
  parts: string[];
  query: URLSearchParams;
  token: string;
  body: Dict;
  upload: () => { bytes: Uint8Array; mimeType: string } | undefined;
  fileUrl: (id: string) => string;
};

type Told = { answer: unknown } | GraphError;

/** Everything beside sending: files, numbers, profile, subscriptions, templates. */
export function answerOther(world: FakeWorld, request: OtherRequest): Told {
  const { method, parts } = request;
  const [id = '', resource] = parts;
  const number = world.numbers.get(id);
  if (number) {
    return number.accessToken === request.token ? ofNumber(world, number, request) : graphErrors.object(id);
  }
  const owned = [...world.numbers.values()].filter(
    ({ wabaId, accessToken }) => wabaId === id && accessToken === request.token,
  );
  if (owned.length > 0) return ofAccount(world, id, owned, request);
  if (world.files.has(id) && resource === undefined) {
    if (method === 'GET') return { answer: fileInfo(world, id, request) };
    if (method === 'DELETE') return { answer: { success: world.files.delete(id) } };
  }
  return graphErrors.object(id);
}

function ofNumber(world: FakeWorld, number: FakeNumber, { method, parts, query, body, upload }: OtherRequest): Told {
  switch (`${method} ${parts[1] ?? ''}`) {
    case 'GET ':
      return { answer: only(query, describe(number)) };
    case 'POST media': {
      const file = upload();
      if (!file) return graphErrors.parameter('The parameter file is required.');
      const max = limitAt('media.document.bytes', new Date().toISOString());
      if (file.bytes.byteLength > max) {
        return {
          status: 400,
          code: 131053,
          message: '(#131053) Media upload error',
          details: 'The file is too large.',
        };
      }
      return { answer: { id: world.addFile(file.bytes, file.mimeType) } };
    }
    case 'GET whatsapp_business_profile':
      return { answer: { data: [{ ...world.profiles.get(number.phoneNumberId), messaging_product: 'whatsapp' }] } };
    case 'POST whatsapp_business_profile': {
      const { messaging_product: _, ...fields } = body;
      world.profiles.set(number.phoneNumberId, { ...world.profiles.get(number.phoneNumberId), ...fields });
      return { answer: { success: true } };
    }
    case 'POST register':
      number.status = 'CONNECTED';
      return { answer: { success: true } };
    case 'POST deregister':
      number.status = 'DISCONNECTED';
      return { answer: { success: true } };
    default:
      return graphErrors.unknownPath;
  }
}

function ofAccount(
  world: FakeWorld,
  id: string,
  owned: FakeNumber[],
  { method, parts, query, body }: OtherRequest,
): Told {
  switch (`${method} ${parts[1] ?? ''}`) {
    case 'GET ':
      return { answer: only(query, { id, name: owned[0]!.verifiedName, account_review_status: 'APPROVED' }) };
    case 'GET phone_numbers':
      return { answer: { data: owned.map(describe) } };
    case 'GET subscribed_apps': {
      const app = { whatsapp_business_api_data: { id: '300000000000001', name: 'Cauce', link: 'https://example.com' } };
      return { answer: { data: world.subscribed.has(id) ? [app] : [] } };
    }
    case 'POST subscribed_apps':
      world.subscribed.add(id);
      return { answer: { success: true } };
    case 'DELETE subscribed_apps':
      world.subscribed.delete(id);
      return { answer: { success: true } };
    case 'GET message_templates':
      return { answer: templatesPage(world, query) };
    case 'POST message_templates': {
      const name = text(body['name']);
      const language = text(body['language']);
      if (name === undefined || language === undefined) return graphErrors.parameter('name and language are required.');
      const category = (text(body['category']) ?? 'UTILITY').toUpperCase();
      const format = (text(body['parameter_format']) ?? 'POSITIONAL').toUpperCase();
      const components = list(body['components']);
      world.templates.push({ name, language, status: 'APPROVED', category, parameter_format: format, components });
      return { answer: { id: templateId(name), status: 'APPROVED', category } };
    }
    default:
      return graphErrors.unknownPath;
  }
}

/** A page of templates, 25 where nothing is asked for; the cursor is the place of the last one. */
function templatesPage({ templates }: FakeWorld, query: URLSearchParams): unknown {
  const name = query.get('name');
  const found = templates.filter((template) => name === null || template.name.includes(name));
  const from = Number(query.get('after') ?? 0) || 0;
  const limit = Math.max(1, Math.min(250, Number(query.get('limit') ?? 25) || 25));
  const until = Math.min(found.length, from + limit);
  const next = { next: `https://graph.example/message_templates?after=${until}` };
  return {
    data: found.slice(from, until).map((template) => only(query, { id: templateId(template.name), ...template })),
    paging: { cursors: { before: String(from), after: String(until) }, ...(until < found.length && next) },
  };
}

/** An id of digits that stays the same for a name. */
const templateId = (name: string): string =>
  String(
    Array.from(name).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7) + 400_000_000_000,
  );

const describe = (number: FakeNumber) => ({
  id: number.phoneNumberId,
  display_phone_number: `+${number.displayPhoneNumber}`,
  verified_name: number.verifiedName,
  status: number.status,
  quality_rating: number.qualityRating,
  code_verification_status: 'VERIFIED',
  platform_type: 'CLOUD_API',
  throughput: { level: 'STANDARD' },
  whatsapp_business_manager_messaging_limit: 'TIER_2K',
});

function only(query: URLSearchParams, whole: { [field: string]: unknown }): unknown {
  const wanted = query.get('fields')?.split(',');
  return wanted
    ? Object.fromEntries(Object.entries(whole).filter(([name]) => name === 'id' || wanted.includes(name)))
    : whole;
}

function fileInfo(world: FakeWorld, id: string, { fileUrl }: OtherRequest): unknown {
  const file = world.files.get(id)!;
  return {
    messaging_product: 'whatsapp',
    url: fileUrl(id),
    mime_type: file.mimeType,
    sha256: file.sha256.toString('hex'),
    file_size: String(file.bytes.byteLength),
    id,
  };
}

/** The `file` part of a multipart body and its type. */
export function fileParts(body: Buffer, contentType: string): { bytes: Uint8Array; mimeType: string } | undefined {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const mark = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(mark); at !== -1;) {
    const start = at + mark.length + 2;
    const end = body.indexOf(mark, start);
    if (end === -1) return undefined;
    const split = body.indexOf('\r\n\r\n', start);
    const head = body.toString('latin1', start, split);
    if (split !== -1 && split < end && /name="file"/.test(head)) {
      const mimeType = /content-type:\s*([^\r\n]+)/i.exec(head)?.[1]?.trim() ?? 'application/octet-stream';
      return { bytes: Buffer.from(body.subarray(split + 4, end - 2)), mimeType };
    }
    at = end;
  }
  return undefined;
}
