import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showNotice } from '../ui/undo.ts';
import { FormDialog } from './FormDialog.tsx';
import { idProblem, writtenAs } from './naming.ts';
import { putSecret } from './queries.ts';

type Props = {
  /** Of the secret that gets another value; a new one without it. */
  name?: string;
  /** What a new one is called, unless somebody says otherwise. */
  proposed?: string;
  taken: ReadonlySet<string>;
  onClose: () => void;
  onMade?: (name: string) => void;
};

/** Takes a secret's value in. It is sent once and neither kept in the page nor shown again. */
export function SecretDialog({ name: known, proposed = '', taken, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(proposed);
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);
  const name = known ?? typed.trim();
  const wrong = known === undefined ? idProblem('secrets', name, taken) : undefined;
  const save = useMutation({
    mutationFn: () => putSecret(name, value),
    // Not one moment longer than it takes.
    gcTime: 0,
    onSuccess() {
      onMade?.(name);
      onClose();
      showNotice(t(known === undefined ? 'definitions.saved' : 'definitions.secrets.replaced', { name }));
    },
  });
  return (
    <FormDialog
      title={known === undefined ? t('definitions.secrets.new') : t('definitions.replaceNamed', { name: known })}
      action={t(known === undefined ? 'definitions.create' : 'definitions.replace')}
      pending={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (wrong === undefined && value !== '') save.mutate();
      }}
    >
      {known === undefined && (
        <TextInput
          data-autofocus
          label={t('definitions.name')}
          description={t('definitions.secrets.nameHelp')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder={t('definitions.secrets.example')}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          error={tried && wrong && t(`definitions.idProblem.${wrong}`)}
        />
      )}
      <PasswordInput
        {...(known !== undefined && { 'data-autofocus': true })}
        label={t('definitions.value')}
        description={t('definitions.secrets.valueHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={4_096}
        // No manager of passwords keeps it or offers one.
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('definitions.secrets.look') }}
        value={value}
        onChange={({ currentTarget }) => setValue(currentTarget.value)}
        error={tried && value === '' && t('definitions.secrets.valueMissing')}
      />
      {name !== '' && <p>{t('definitions.secrets.writtenSo', { written: writtenAs('secrets', name) })}</p>}
    </FormDialog>
  );
}
