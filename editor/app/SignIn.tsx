import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { aboutQuery } from '../client/about.ts';
import { call } from '../client/http.ts';
import { meQuery } from '../client/me.ts';
import { Doorway } from './Doorway.tsx';
import { signInProblem, wayBack } from './sign-in.ts';
import styles from './Doorway.module.css';

type Credentials = { email: string; password: string };

/** Signing in; then back to where one wanted to be. */
export function Component() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asked] = useSearchParams();
  const to = wayBack(asked.get('to'));
  const { data: about } = useQuery(aboutQuery);
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => call('POST /sign-in', { body: credentials }),
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      return navigate(to, { replace: true });
    },
  });
  const me = useQuery({ ...meQuery, retry: false, enabled: signIn.isIdle });
  if (me.data && signIn.isIdle) return <Navigate to={to} replace />;
  if (about?.needsSetup === true) return <Navigate to="/setup" replace />;

  const demo = about?.demo === true ? about.demoSignIn : undefined;
  return (
    <Doorway title={t('shell.signInTitle')} lead={t('shell.signInLead')}>
      {demo && (
        <section className={styles.demo}>
          <h2>{t('shell.demoTitle')}</h2>
          <p>{t('shell.demoHow')}</p>
          <Button size="md" fullWidth loading={signIn.isPending} onClick={() => signIn.mutate(demo)}>
            {t('shell.demoSignIn')}
          </Button>
        </section>
      )}
      <SignInForm
        quiet={demo !== undefined}
        pending={signIn.isPending}
        problem={signIn.error && signInProblem(t, signIn.error)}
        onSignIn={signIn.mutate}
      />
    </Doorway>
  );
}

type FormProps = {
  /** Another way in is the main one. */
  quiet: boolean;
  pending: boolean;
  problem: string | null;
  onSignIn: (credentials: Credentials) => void;
};

function SignInForm({ quiet, pending, problem, onSignIn }: FormProps) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const emailIsThere = /^[^@\s]+@[^@\s]+$/.test(email.trim());
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!emailIsThere) emailField.current?.focus();
    else if (password === '') passwordField.current?.focus();
    else onSignIn({ email: email.trim(), password });
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        ref={emailField}
        label={t('shell.email')}
        size="md"
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={tried && !emailIsThere && t('shell.emailMissing')}
      />
      <PasswordInput
        ref={passwordField}
        label={t('shell.password')}
        size="md"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={tried && password === '' && t('shell.passwordMissing')}
        visibilityToggleButtonProps={{ 'aria-label': t('shell.showPassword'), tabIndex: 0 }}
      />
      <p className={styles.problem} role="alert">
        {problem}
      </p>
      <Button type="submit" size="md" fullWidth loading={pending} variant={quiet ? 'default' : 'filled'}>
        {t('shell.signIn')}
      </Button>
    </form>
  );
}
