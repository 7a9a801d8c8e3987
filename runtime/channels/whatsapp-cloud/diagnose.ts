import type { ChannelFinding, ChannelIo } from '../channel.ts';
import { deliveryErrorOf } from './errors.ts';
import { callGraph, type GraphAnswer } from './graph.ts';
import { dict, list, text } from './json-readers.ts';
import type { WhatsAppCloudSettings } from './settings.ts';

const numberFields = 'id,display_phone_number,verified_name,status,quality_rating,code_verification_status';
const permissionCodes = (code: number) => code === 3 || code === 10 || (code >= 200 && code <= 299);

/** What is misconfigured, by one call each: token, number, subscription, app secret. What is sound is told too. */
export async function diagnose(settings: WhatsAppCloudSettings, io: ChannelIo): Promise<ChannelFinding[]> {
  const { phoneNumberId, wabaId, accessToken } = settings;
  const [number, apps] = await Promise.all([
    callGraph({ method: 'GET', path: `${phoneNumberId}?fields=${numberFields}`, accessToken }, io),
    callGraph({ method: 'GET', path: `${wabaId}/subscribed_apps`, accessToken }, io),
  ]);
  const findings = [...numberFindings(number), ...subscriptionFindings(apps), secretFinding(settings.appSecret)];
  // Two calls that fail for one reason tell it once.
  return findings.filter((finding, index) => findings.findIndex(({ code }) => code === finding.code) === index);
}

function numberFindings(answer: GraphAnswer): ChannelFinding[] {
  if (answer.kind !== 'ok') return [failureFinding(answer, 'number-not-found')];
  const findings: ChannelFinding[] = [{ code: 'token-valid', severity: 'ok' }];
  const status = text(answer.body['status']);
  const shown = [answer.body['verified_name'], answer.body['display_phone_number']].flatMap((part) => text(part) ?? []);
  if (status === 'CONNECTED') findings.push({ code: 'number-connected', severity: 'ok', detail: shown.join(', ') });
  else findings.push({ code: 'number-not-connected', severity: 'error', detail: status ?? 'UNKNOWN' });
  if (answer.body['quality_rating'] === 'RED')
    findings.push({ code: 'quality-low', severity: 'warning', detail: 'RED' });
  return findings;
}

function subscriptionFindings(answer: GraphAnswer): ChannelFinding[] {
  if (answer.kind !== 'ok') return [failureFinding(answer, 'account-not-found')];
  const apps = list(answer.body['data']).map(
    (app) => text(dict(dict(app)['whatsapp_business_api_data'])['name']) ?? '?',
  );
  if (apps.length === 0) return [{ code: 'webhook-not-subscribed', severity: 'error' }];
  return [{ code: 'webhook-subscribed', severity: 'ok', detail: apps.join(', ') }];
}

/** What an answer that is none says of the settings; `missing` when what was asked for is not there. */
export function failureFinding(answer: Exclude<GraphAnswer, { kind: 'ok' }>, missing: string): ChannelFinding {
  if (answer.kind !== 'error') return { code: 'api-unreachable', severity: 'error', detail: answer.reason };
  const detail = deliveryErrorOf(answer.error).message;
  if (answer.code === 190 || answer.code === 0) return { code: 'token-invalid', severity: 'error', detail };
  if (permissionCodes(answer.code)) return { code: 'permission-missing', severity: 'error', detail };
  if (answer.code === 100 || answer.code === 33) return { code: missing, severity: 'error', detail };
  return { code: 'api-error', severity: 'error', detail: `${answer.code}: ${detail}` };
}

/** Meta's secrets are 32 hexadecimal digits; whether it is the right one shows only when a webhook comes. */
const secretFinding = (appSecret: string): ChannelFinding =>
  /^[0-9a-f]{32}$/.test(appSecret)
    ? { code: 'app-secret-plausible', severity: 'ok' }
    : { code: 'app-secret-implausible', severity: 'warning' };
