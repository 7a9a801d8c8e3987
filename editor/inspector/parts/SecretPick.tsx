import { Autocomplete, Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../client/me.ts';
import { useSecrets } from '../../definitions/queries.ts';
import { SecretDialog } from '../../definitions/SecretDialog.tsx';
import { pathKey, useForm, type Path } from '../form.ts';
import { asSecretName } from '../widgets/http-headers.ts';

type Props = { path: Path; value: string; /** The header that it is for. */ header: string };

/** A secret by its name: those there are, for who may see them, and a new one, for who may make it. */
export function SecretPick({ path, value, header }: Props) {
  const { t } = useTranslation();
  const { readOnly, write, change } = useForm();
  const mayRead = useMay('secrets.read');
  const mayWrite = useMay('secrets.write');
  const { data } = useSecrets(mayRead);
  const [making, setMaking] = useState(false);
  const names = data?.items.map(({ name }) => name) ?? [];
  const isUnknown = data !== undefined && value !== '' && !names.includes(value);
  return (
    <>
      <Autocomplete
        data-path={pathKey(path)}
        leftSection={<IconKey size={16} stroke={1.5} aria-hidden />}
        aria-label={t('inspector.headers.secretOf', { name: header })}
        description={t(isUnknown ? 'inspector.headers.secretUnknown' : 'inspector.headers.secretHint')}
        inputWrapperOrder={['input', 'description']}
        value={value}
        data={names}
        // All of them, until something else is being written.
        filter={({ options, search }) =>
          names.includes(search)
            ? options
            : options.filter((option) => 'value' in option && option.value.includes(search))
        }
        readOnly={readOnly}
        onChange={(text) => write(path, asSecretName(text))}
      />
      {mayWrite && !readOnly && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
          onClick={() => setMaking(true)}
        >
          {t('definitions.secrets.new')}
        </Button>
      )}
      {making && (
        <SecretDialog
          {...(isUnknown && value !== 'secret' && { proposed: value })}
          taken={new Set(names)}
          onMade={(name) => change(path, name)}
          onClose={() => setMaking(false)}
        />
      )}
    </>
  );
}
