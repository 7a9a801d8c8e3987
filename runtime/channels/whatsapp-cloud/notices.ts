import { dict, firstText, isDict, list, text, type Dict } from './json-readers.ts';

type Summary = (value: Dict) => string;

const join = (...parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ');
const inBrackets = (part: string | undefined): string | undefined => (part === undefined ? undefined : `(${part})`);

const templateOf = (value: Dict): string =>
  join(
    'Template',
    firstText(value['message_template_name'], value['message_template_id']) ?? '?',
    inBrackets(text(value['message_template_language'])),
  );

/** Meta's upper-case words in lower case: `PENDING_DELETION` reads as "pending deletion". */
const words = (value: unknown): string => (text(value) ?? 'unknown').toLowerCase().replaceAll('_', ' ');

const restriction = (item: unknown): string => words(dict(item)['restriction_type']);

const templateStatus: Summary = (value) => {
  if ('new_quality_score' in value) return templateQuality(value);
  const reason = text(value['reason']);
  const rejection = dict(value['rejection_info']);
  const why = firstText(
    rejection['reason'],
    dict(value['other_info'])['description'],
    reason === 'NONE' ? undefined : reason && words(reason),
  );
  return join(`${templateOf(value)}: ${words(value['event'])}`, inBrackets(why));
};

const templateQuality: Summary = (value) =>
  `${templateOf(value)}: quality ${words(value['previous_quality_score'])} → ${words(value['new_quality_score'])}`;

/** What each account or template field tells, in a line of English (Meta: "Webhooks reference"). */
const summaries: { readonly [field: string]: Summary } = {
  message_template_status_update: templateStatus,
  message_template_quality_update: templateQuality,
  message_template_components_update: (value) => `${templateOf(value)}: its content was changed`,
  template_category_update: (value) => {
    const correct = text(value['correct_category']);
    return correct === undefined
      ? `${templateOf(value)}: category ${words(value['previous_category'])} → ${words(value['new_category'])}`
      : `${templateOf(value)}: category becomes ${words(correct)} within a day`;
  },
  phone_number_quality_update: (value) =>
    join(
      `Number ${text(value['display_phone_number']) ?? '?'}: ${words(value['event'])}`,
      inBrackets(firstText(value['current_limit'], value['max_daily_conversations_per_business'])),
    ),
  phone_number_name_update: (value) =>
    join(
      `Name "${text(value['requested_verified_name']) ?? '?'}" of ${text(value['display_phone_number']) ?? '?'}: ${words(value['decision'])}`,
      inBrackets(text(value['rejection_reason'])),
    ),
  account_update: (value) => {
    const details = [
      text(dict(value['violation_info'])['violation_type']),
      list(value['restriction_info']).map(restriction).join(', ') || undefined,
      text(dict(value['ban_info'])['waba_ban_state']),
      text(dict(value['partner_client_certification_info'])['status']),
      text(value['country']),
    ].flatMap((detail) => detail ?? []);
    return join(`Account: ${words(value['event'])}`, inBrackets(details.join('; ') || undefined));
  },
  account_alerts: (value) => {
    const alert = isDict(value['alert_info']) ? value['alert_info'] : value;
    return join(
      `Alert, ${words(alert['alert_severity'])}: ${words(alert['alert_type'])}`,
      inBrackets(text(alert['alert_description'])),
    );
  },
  account_review_update: (value) => `Account review: ${words(value['decision'])}`,
  business_capability_update: (value) =>
    `Limit of conversations that the business may start a day: ${
      firstText(value['max_daily_conversations_per_business'], value['max_daily_conversation_per_phone']) ?? 'unknown'
    }`,
  security: (value) => `Security of number ${text(value['display_phone_number']) ?? '?'}: ${words(value['event'])}`,
  business_username_update: (value) =>
    `Username ${text(value['username']) ?? '?'} of the business: ${words(value['status'])}`,
  payment_configuration_update: (value) =>
    `Payment configuration ${text(value['configuration_name']) ?? '?'}: ${words(value['status'])}`,
};

/** One line of English that says what an account, template or other update tells; also of fields not known yet. */
export function summaryOf(field: string, value: Dict): string {
  const summary = Object.hasOwn(summaries, field) ? summaries[field] : undefined;
  if (summary) return summary(value);
  const event = firstText(value['event'], value['status'], value['type']);
  return join(`Update of ${words(field)}`, event === undefined ? undefined : inBrackets(words(event)));
}

/** One line about an error that the provider reports. */
export function errorSummary(error: Dict): string {
  const reason = firstText(dict(error['error_data'])['details'], error['message'], error['title']) ?? 'no reason given';
  const code = text(error['code']);
  return code === undefined ? `Error: ${reason}` : `Error ${code}: ${reason}`;
}
