import type { Json } from '../../runtime/contract/index.ts';
import { ApiProblem } from '../client/http.ts';

/** The settings of a WhatsApp number that people fill in. Secrets are empty when they stay as they are. */
export type SettingsForm = {
  name: string;
  phoneNumberId: string;
  wabaId: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  markRead: boolean;
  typing: boolean;
};
export type FieldProblem = 'missing' | 'digits' | 'refused';
export type FieldProblems = { [field in keyof SettingsForm]?: FieldProblem };

export const secretFields = ['accessToken', 'appSecret', 'verifyToken'] as const;

export const emptyForm: SettingsForm = {
  name: '',
  phoneNumberId: '',
  wabaId: '',
  accessToken: '',
  appSecret: '',
  verifyToken: '',
  markRead: true,
  typing: false,
};

/** What a channel has now, for editing. Secrets are not known here. */
export const formOf = ({ name, settings }: { name: string; settings: { [key: string]: Json } }): SettingsForm => ({
  ...emptyForm,
  name,
  phoneNumberId: textOf(settings.phoneNumberId),
  wabaId: textOf(settings.wabaId),
  markRead: settings.markRead !== false,
  typing: settings.typing === true,
});

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** What has to be put right before it is sent. Pasted blanks do not count. */
export function problemsOf(form: SettingsForm, { secretsNeeded }: { secretsNeeded: boolean }): FieldProblems {
  const needed = ['name', 'phoneNumberId', 'wabaId', ...(secretsNeeded ? secretFields : [])] as const;
  const digits = (['phoneNumberId', 'wabaId'] as const).filter((field) => !/^\d{1,30}$/.test(form[field].trim()));
  return {
    ...Object.fromEntries(digits.map((field) => [field, 'digits'])),
    ...Object.fromEntries(needed.filter((field) => form[field].trim() === '').map((field) => [field, 'missing'])),
  };
}

/** The settings as the server takes them; empty secrets are left out. */
export function settingsOf(form: SettingsForm): { [key: string]: Json } {
  const secrets = secretFields.flatMap((field) => (form[field].trim() === '' ? [] : [[field, form[field].trim()]]));
  return {
    phoneNumberId: form.phoneNumberId.trim(),
    wabaId: form.wabaId.trim(),
    ...(Object.fromEntries(secrets) as { [key: string]: string }),
    markRead: form.markRead,
    // Only together with blue ticks.
    typing: form.markRead && form.typing,
  };
}

/** The fields that the server refused, of a `channel.settings-invalid`. */
export function refusedFields(error: unknown): FieldProblems {
  if (!(error instanceof ApiProblem) || !Array.isArray(error.params.issues)) return {};
  const paths = error.params.issues.flatMap((issue) =>
    issue !== null && typeof issue === 'object' && 'path' in issue && typeof issue.path === 'string' ? issue.path : [],
  );
  const refused = Object.keys(emptyForm).filter((field) =>
    paths.some((path) => path === `/${field}` || path === `/settings/${field}`),
  );
  return Object.fromEntries(refused.map((field) => [field, 'refused']));
}
