import type { DeliveryError } from '../../contract/index.ts';
import type { SendOutcome } from '../channel.ts';
import { dict, firstText, number, type Dict } from './json-readers.ts';

export type Retry = Extract<SendOutcome, { kind: 'refused' }>['retry'];

/**
 * What an error means for what we do next: `soon` again in seconds or minutes, `later` in hours, never again for this `message`,
 * for this `contact` or for this `template`, or stop the channel because its `configuration` must be mended by a person.
 */
export type ErrorClass = 'soon' | 'later' | 'message' | 'contact' | 'template' | 'configuration';

export type ErrorRow = {
  code: number;
  /** Ends the range of codes that mean the same. */
  to?: number;
  /** Only with this `error_subcode`. */
  subcode?: number;
  /** Stable; a key of the catalogues (`channels.errors.{name}`). */
  name: string;
  class: ErrorClass;
  /** In English, when the provider gives no words of its own. */
  meaning: string;
  /** For `soon` and `later`: wait at least so long before each further try, and how many there may be. */
  atLeastMs?: number;
  attempts?: number;
};

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Meta: "Error codes" (read 2026-03) with later additions of its changelog (to 2026-08). Codes come in the answer to a send and in
 * `failed` statuses alike. A row with a subcode stands before the row without.
 */
export const errorRows: readonly ErrorRow[] = [
  { code: 0, name: 'whatsapp.token-invalid', class: 'configuration', meaning: 'The access token cannot authenticate' },
  {
    code: 1,
    name: 'whatsapp.unknown-error',
    class: 'soon',
    meaning: 'Unknown or invalid request, or an error of the server',
    atLeastMs: 2 * second,
    attempts: 2,
  },
  {
    code: 2,
    name: 'whatsapp.service-down',
    class: 'soon',
    meaning: 'The service is down or overloaded',
    atLeastMs: 5 * second,
    attempts: 6,
  },
  {
    code: 3,
    name: 'whatsapp.permission-missing',
    class: 'configuration',
    meaning: 'The app lacks a capability or permission',
  },
  {
    code: 4,
    name: 'whatsapp.too-many-calls',
    class: 'soon',
    meaning: 'The app called too often',
    atLeastMs: minute,
    attempts: 6,
  },
  { code: 10, name: 'whatsapp.permission-missing', class: 'configuration', meaning: 'The token lacks a permission' },
  {
    code: 33,
    name: 'whatsapp.number-missing',
    class: 'configuration',
    meaning: 'The business number was deleted or its id is wrong',
  },
  {
    code: 100,
    subcode: 33,
    name: 'whatsapp.object-missing',
    class: 'configuration',
    meaning: 'The id does not exist or the token may not see it',
  },
  { code: 100, name: 'whatsapp.parameter-invalid', class: 'message', meaning: 'A parameter is invalid' },
  {
    code: 190,
    name: 'whatsapp.token-invalid',
    class: 'configuration',
    meaning: 'The access token is invalid or has expired',
  },
  {
    code: 200,
    to: 299,
    name: 'whatsapp.permission-missing',
    class: 'configuration',
    meaning: 'The token lacks a permission',
  },
  {
    code: 368,
    name: 'whatsapp.blocked-for-policy',
    class: 'configuration',
    meaning: 'The account is blocked for a while because of a policy',
  },
  {
    code: 1026,
    name: 'whatsapp.undeliverable',
    class: 'contact',
    meaning: 'The recipient cannot receive this message',
  },
  {
    code: 80007,
    name: 'whatsapp.too-many-calls',
    class: 'soon',
    meaning: 'The business account called too often',
    atLeastMs: minute,
    attempts: 6,
  },
  {
    code: 130429,
    name: 'whatsapp.throughput',
    class: 'soon',
    meaning: 'The number sends more messages a second than it may',
    atLeastMs: second,
    attempts: 8,
  },
  {
    code: 130472,
    name: 'whatsapp.experiment',
    class: 'message',
    meaning: 'The recipient is part of an experiment of Meta',
  },
  {
    code: 130497,
    name: 'whatsapp.country-forbidden',
    class: 'contact',
    meaning: 'The business may not write to this country',
  },
  {
    code: 131000,
    name: 'whatsapp.something-went-wrong',
    class: 'soon',
    meaning: 'Something went wrong',
    atLeastMs: 2 * second,
    attempts: 4,
  },
  { code: 131005, name: 'whatsapp.access-denied', class: 'configuration', meaning: 'Access denied' },
  { code: 131008, name: 'whatsapp.parameter-missing', class: 'message', meaning: 'A required parameter is missing' },
  {
    code: 131009,
    name: 'whatsapp.parameter-invalid',
    class: 'message',
    meaning: 'The value of a parameter is invalid',
  },
  {
    code: 131016,
    name: 'whatsapp.service-down',
    class: 'soon',
    meaning: 'The service is unavailable',
    atLeastMs: 5 * second,
    attempts: 6,
  },
  { code: 131020, name: 'whatsapp.group-unknown', class: 'message', meaning: 'The group is invalid' },
  { code: 131021, name: 'whatsapp.recipient-is-sender', class: 'contact', meaning: 'The recipient is the sender' },
  {
    code: 131026,
    name: 'whatsapp.undeliverable',
    class: 'contact',
    meaning:
      'The message cannot be delivered: the person is not on WhatsApp, has an old version or blocked the business',
  },
  {
    code: 131030,
    name: 'whatsapp.recipient-not-allowed',
    class: 'configuration',
    meaning: 'The recipient is not in the list of the test number',
  },
  { code: 131031, name: 'whatsapp.account-locked', class: 'configuration', meaning: 'The account is locked' },
  {
    code: 131037,
    name: 'whatsapp.name-not-approved',
    class: 'configuration',
    meaning: 'The display name is not approved',
  },
  { code: 131041, name: 'whatsapp.group-unknown', class: 'message', meaning: 'The group is unknown' },
  {
    code: 131042,
    name: 'whatsapp.payment-problem',
    class: 'configuration',
    meaning: 'There is a problem with the payment method',
  },
  {
    code: 131044,
    name: 'whatsapp.payment-problem',
    class: 'configuration',
    meaning: 'There is a problem with the payment method',
  },
  {
    code: 131045,
    name: 'whatsapp.number-not-registered',
    class: 'configuration',
    meaning: 'The number is not registered properly',
  },
  {
    code: 131047,
    name: 'whatsapp.outside-window',
    class: 'message',
    meaning: 'More than 24 hours have passed since the person last wrote',
  },
  {
    code: 131048,
    name: 'whatsapp.spam-limit',
    class: 'later',
    meaning: 'The number may send less because people blocked or reported it',
    atLeastMs: hour,
    attempts: 3,
  },
  {
    code: 131049,
    name: 'whatsapp.ecosystem-limit',
    class: 'later',
    meaning: 'Not delivered, because the person gets too much marketing',
    atLeastMs: day,
    attempts: 1,
  },
  {
    code: 131050,
    name: 'whatsapp.marketing-stopped',
    class: 'contact',
    meaning: 'The person stopped marketing messages',
  },
  {
    code: 131051,
    name: 'whatsapp.type-unsupported',
    class: 'message',
    meaning: 'This type of message is not supported',
  },
  { code: 131052, name: 'whatsapp.media-download-failed', class: 'message', meaning: 'The file could not be fetched' },
  { code: 131053, name: 'whatsapp.media-upload-failed', class: 'message', meaning: 'The file could not be processed' },
  { code: 131055, name: 'whatsapp.method-not-allowed', class: 'message', meaning: 'The method is not allowed' },
  // 4^n seconds between tries (Meta: "Pair rate limits"); one message every 6 s is what a pair gets back.
  {
    code: 131056,
    name: 'whatsapp.pair-limit',
    class: 'soon',
    meaning: 'Too many messages to this person in a short time',
    atLeastMs: 6 * second,
    attempts: 6,
  },
  {
    code: 131057,
    name: 'whatsapp.maintenance',
    class: 'soon',
    meaning: 'The number is in maintenance',
    atLeastMs: minute,
    attempts: 5,
  },
  { code: 131059, name: 'whatsapp.cursor-invalid', class: 'message', meaning: 'The paging cursor is invalid' },
  {
    code: 131060,
    name: 'whatsapp.message-unavailable',
    class: 'message',
    meaning: 'The message is not available for now',
  },
  {
    code: 131062,
    name: 'whatsapp.user-id-not-allowed',
    class: 'message',
    meaning: 'This message needs a phone number',
  },
  {
    code: 131063,
    name: 'whatsapp.marketing-disabled',
    class: 'configuration',
    meaning: 'Marketing is switched off for this account',
  },
  {
    code: 131064,
    name: 'whatsapp.category-limit',
    class: 'later',
    meaning: 'Limited because of templates of a wrong category',
    atLeastMs: day,
    attempts: 1,
  },
  {
    code: 131200,
    to: 131299,
    name: 'whatsapp.group-problem',
    class: 'message',
    meaning: 'The group cannot be used so',
  },
  {
    code: 132000,
    name: 'whatsapp.template-parameters',
    class: 'template',
    meaning: 'The template has another number of parameters',
  },
  {
    code: 132001,
    name: 'whatsapp.template-missing',
    class: 'template',
    meaning: 'The template does not exist in this language or is not approved',
  },
  { code: 132005, name: 'whatsapp.template-too-long', class: 'message', meaning: 'The filled template is too long' },
  { code: 132007, name: 'whatsapp.template-policy', class: 'template', meaning: 'The template goes against a policy' },
  {
    code: 132008,
    name: 'whatsapp.template-parameter-invalid',
    class: 'message',
    meaning: 'The value of a template parameter is invalid',
  },
  {
    code: 132012,
    name: 'whatsapp.template-parameter-format',
    class: 'template',
    meaning: 'A template parameter has another format',
  },
  {
    code: 132015,
    name: 'whatsapp.template-paused',
    class: 'later',
    meaning: 'The template is paused',
    atLeastMs: 3 * hour,
    attempts: 2,
  },
  { code: 132016, name: 'whatsapp.template-disabled', class: 'template', meaning: 'The template is disabled' },
  {
    code: 132018,
    name: 'whatsapp.template-parameter-invalid',
    class: 'message',
    meaning: 'There is a problem with a template parameter',
  },
  { code: 132068, name: 'whatsapp.form-blocked', class: 'configuration', meaning: 'The form is blocked' },
  {
    code: 132069,
    name: 'whatsapp.form-throttled',
    class: 'later',
    meaning: 'The form is throttled',
    atLeastMs: hour,
    attempts: 2,
  },
  {
    code: 133000,
    name: 'whatsapp.deregistration-incomplete',
    class: 'soon',
    meaning: 'An earlier deregistration is incomplete',
    atLeastMs: 10 * second,
    attempts: 3,
  },
  {
    code: 133004,
    name: 'whatsapp.service-down',
    class: 'soon',
    meaning: 'The server is unavailable for now',
    atLeastMs: 5 * second,
    attempts: 6,
  },
  { code: 133005, name: 'whatsapp.pin-wrong', class: 'configuration', meaning: 'The two-step PIN is wrong' },
  {
    code: 133006,
    name: 'whatsapp.number-not-verified',
    class: 'configuration',
    meaning: 'The number must be verified first',
  },
  {
    code: 133008,
    to: 133009,
    name: 'whatsapp.pin-tries',
    class: 'later',
    meaning: 'Too many tries with the two-step PIN',
    atLeastMs: hour,
    attempts: 1,
  },
  {
    code: 133010,
    name: 'whatsapp.number-not-registered',
    class: 'configuration',
    meaning: 'The number is not registered',
  },
  {
    code: 133015,
    name: 'whatsapp.number-just-deleted',
    class: 'later',
    meaning: 'The number was just deleted',
    atLeastMs: 5 * minute,
    attempts: 2,
  },
  {
    code: 133016,
    name: 'whatsapp.registration-limit',
    class: 'later',
    meaning: 'Too many registrations of the number',
    atLeastMs: 3 * day,
    attempts: 1,
  },
  {
    code: 134011,
    name: 'whatsapp.payment-terms',
    class: 'configuration',
    meaning: 'The terms of payments are not accepted',
  },
  {
    code: 134100,
    name: 'whatsapp.marketing-only',
    class: 'message',
    meaning: 'Only marketing templates may be sent this way',
  },
  {
    code: 134101,
    name: 'whatsapp.template-syncing',
    class: 'later',
    meaning: 'The template is not ready yet',
    atLeastMs: 10 * minute,
    attempts: 3,
  },
  {
    code: 134102,
    name: 'whatsapp.template-unavailable',
    class: 'configuration',
    meaning: 'The template is not available this way',
  },
  {
    code: 135000,
    name: 'whatsapp.unknown-parameter',
    class: 'message',
    meaning: 'Something is wrong with a parameter',
  },
  {
    code: 137000,
    name: 'whatsapp.identity-changed',
    class: 'message',
    meaning: 'The identity of the person must be confirmed',
  },
  { code: 138000, to: 138018, name: 'whatsapp.call-problem', class: 'message', meaning: 'The call is not possible' },
  {
    code: 139000,
    to: 139004,
    name: 'whatsapp.form-problem',
    class: 'configuration',
    meaning: 'The form cannot be created or published',
  },
  {
    code: 139100,
    to: 139103,
    name: 'whatsapp.block-list',
    class: 'message',
    meaning: 'The block list could not be changed',
  },
  { code: 147001, to: 147005, name: 'whatsapp.username', class: 'message', meaning: 'The username cannot be used so' },
  {
    code: 200005,
    to: 200007,
    name: 'whatsapp.insights',
    class: 'configuration',
    meaning: 'Template insights are not available',
  },
  {
    code: 2593107,
    to: 2593108,
    name: 'whatsapp.history',
    class: 'message',
    meaning: 'The history cannot be asked for any more',
  },
  {
    code: 2388019,
    to: 2388299,
    name: 'whatsapp.template-invalid',
    class: 'message',
    meaning: 'The template cannot be saved so',
  },
];

const unknown: Omit<ErrorRow, 'code'> = {
  name: 'whatsapp.unknown-code',
  class: 'message',
  meaning: 'The provider answered with an error that is not known yet',
};
/** Codes of WhatsApp's own range that are not listed: tried once more, since they may pass. */
const unknownOfWhatsApp: Omit<ErrorRow, 'code'> = { ...unknown, class: 'soon', atLeastMs: 5 * second, attempts: 1 };

const byCode = new Map<number, ErrorRow[]>();
const ranges = errorRows.filter((row) => row.to !== undefined);
for (const row of errorRows) if (row.to === undefined) byCode.set(row.code, [...(byCode.get(row.code) ?? []), row]);

/** The row that tells what to do about a code; never undefined. */
export function errorRow(code: number, subcode?: number): ErrorRow {
  const found =
    byCode.get(code)?.find((row) => row.subcode === undefined || row.subcode === subcode) ??
    ranges.find((row) => code >= row.code && code <= row.to!);
  if (found) return found;
  return { code, ...(code >= 130_000 && code < 140_000 ? unknownOfWhatsApp : unknown) };
}

/** What a refusal with this error means for further tries. `retryAfterMs`: the provider's own wish, when it sent one. */
export function retryOf({ class: errorClass, atLeastMs = 0, attempts = 0 }: ErrorRow, retryAfterMs = 0): Retry {
  if (errorClass === 'configuration') return { after: 'configuration' };
  if (errorClass !== 'soon' && errorClass !== 'later') return { after: 'never' };
  return { after: 'backoff', atLeastMs: Math.max(atLeastMs, retryAfterMs), attempts };
}

/** An `error` of an answer or an item of a status's `errors` as a delivery error with words for people. */
export function deliveryErrorOf(error: Dict): DeliveryError {
  const code = number(error['code']);
  const row = code === undefined ? { ...unknown, code: 0 } : errorRow(code, number(error['error_subcode']));
  const details = firstText(
    dict(error['error_data'])['details'],
    error['error_user_msg'],
    error['message'],
    error['title'],
  );
  const message = details ?? row.meaning;
  return { code: row.name, message, ...(code !== undefined && { providerCode: code }) };
}
