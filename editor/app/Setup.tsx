import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router';
import { asId, type WorkspaceId } from '../../runtime/contract/index.ts';
import { aboutQuery } from '../client/about.ts';
import { call } from '../client/http.ts';
import { meQuery } from '../client/me.ts';
import { slugOf } from '../ui/slug.ts';
import { Doorway } from './Doorway.tsx';
import { useLanguage } from './preferences.ts';
import { signInProblem } from './sign-in.ts';
import styles from './Doorway.module.css';

const leastPassword = 12;
const empty = { code: '', business: '', name: '', email: '', password: '' };
type Fields = typeof empty;

/** A new installation: the first workspace and its owner. */
export function Component() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { language } = useLanguage();
  const { data: about } = useQuery(aboutQuery);
  const [fields, setFields] = useState(empty);
  const [tried, setTried] = useState(false);
  const setUp = useMutation({
    mutationFn: ({ code, business, name, email, password }: Fields) =>
      call('POST /setup', {
        body: {
          code: code.trim(),
          workspace: {
            id: asId<WorkspaceId>(slugOf(business, 'principal')),
            name: business.trim(),
            timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
            language,
          },
          owner: { email: email.trim(), password, name: name.trim() },
        },
      }),
    onSuccess: async (me) => {
      client.setQueryData(meQuery.queryKey, me);
      await client.invalidateQueries({ queryKey: aboutQuery.queryKey });
      await navigate('/', { replace: true });
    },
  });
  if (about?.needsSetup === false && setUp.isIdle) return <Navigate to="/sign-in" replace />;

  const problems = problemsOf(fields);
  const textOf: { [problem in Problem]: string } = {
    missing: t('shell.fieldMissing'),
    email: t('shell.emailMissing'),
    short: t('shell.newPasswordHow', { count: leastPassword }),
  };
  const field = (key: keyof Fields) => {
    const problem = tried ? problems[key] : undefined;
    return {
      size: 'md',
      value: fields[key],
      onChange: ({ currentTarget: { value } }: React.ChangeEvent<HTMLInputElement>) =>
        setFields((now) => ({ ...now, [key]: value })),
      error: problem && textOf[problem],
    };
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problems).length === 0) setUp.mutate(fields);
  };
  return (
    <Doorway title={t('shell.setupTitle')} lead={t('shell.setupLead')}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextInput
          {...field('code')}
          label={t('shell.setupCode')}
          description={t('shell.setupCodeHow')}
          autoComplete="one-time-code"
        />
        <TextInput {...field('business')} label={t('shell.businessName')} autoComplete="organization" />
        <TextInput {...field('name')} label={t('shell.yourName')} autoComplete="name" />
        <TextInput {...field('email')} label={t('shell.email')} type="email" autoComplete="username" />
        <PasswordInput
          {...field('password')}
          label={t('shell.password')}
          description={t('shell.newPasswordHow', { count: leastPassword })}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('shell.showPassword'), tabIndex: 0 }}
        />
        <p className={styles.problem} role="alert">
          {setUp.error && signInProblem(t, setUp.error)}
        </p>
        <Button type="submit" size="md" fullWidth loading={setUp.isPending}>
          {t('shell.setUp')}
        </Button>
      </form>
    </Doorway>
  );
}

type Problem = 'missing' | 'email' | 'short';

function problemsOf(fields: Fields): { [field in keyof Fields]?: Problem } {
  const missing = Object.entries(fields).flatMap(([key, value]) => (value.trim() === '' ? [[key, 'missing']] : []));
  return {
    ...(!/^[^@\s]+@[^@\s]+$/.test(fields.email.trim()) && { email: 'email' }),
    ...(fields.password.length < leastPassword && { password: 'short' }),
    ...Object.fromEntries(missing),
  };
}
