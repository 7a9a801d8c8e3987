import { PasswordInput, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldProblems, SettingsForm } from './settings-form.ts';

type Props = {
  form: SettingsForm;
  problems: FieldProblems;
  onChange: (form: SettingsForm) => void;
  /** There are secrets already, and they stay unless others are given. */
  secretsSet: boolean;
};

/** The fields of a WhatsApp number, with where in Meta each is found. */
export function SettingsFields({ form, problems, onChange, secretsSet }: Props) {
  const { t } = useTranslation();
  const text = (field: Exclude<keyof SettingsForm, 'markRead' | 'typing'>, secret = false) => {
    const problem = problems[field];
    return {
      label: t(`channelPage.${field}`),
      description: t(`channelPage.where.${field}`),
      value: form[field],
      autoComplete: 'off',
      spellCheck: false,
      placeholder: secret && secretsSet ? t('channelPage.stays') : '',
      onChange: ({ currentTarget: { value } }: React.ChangeEvent<HTMLInputElement>) =>
        onChange({ ...form, [field]: value }),
      error: problem && t(`channelPage.problem.${problem}`),
    };
  };
  const eye = { 'aria-label': t('shell.showPassword'), tabIndex: 0 };
  return (
    <>
      <TextInput {...text('name')} data-autofocus />
      <TextInput {...text('phoneNumberId')} inputMode="numeric" />
      <TextInput {...text('wabaId')} inputMode="numeric" />
      <PasswordInput {...text('accessToken', true)} visibilityToggleButtonProps={eye} />
      <PasswordInput {...text('appSecret', true)} visibilityToggleButtonProps={eye} />
      <TextInput {...text('verifyToken', true)} />
      <Switch
        label={t('channelPage.markRead')}
        description={t('channelPage.where.markRead')}
        checked={form.markRead}
        onChange={({ currentTarget: { checked } }) => onChange({ ...form, markRead: checked })}
      />
      <Switch
        label={t('channelPage.typing')}
        description={t('channelPage.where.typing')}
        checked={form.markRead && form.typing}
        disabled={!form.markRead}
        onChange={({ currentTarget: { checked } }) => onChange({ ...form, typing: checked })}
      />
    </>
  );
}
