import { IconPlus, IconX } from '@tabler/icons-react';
import { ActionIcon, Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldValue, typedValue, type Persona } from './persona.ts';
import styles from './Simulator.module.css';

type Row = { key: number; name: string; value: string };

/** What the flow can know about the person. */
export function PersonaForm({ persona, onSave }: { persona: Persona; onSave: (persona: Persona) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(persona.name);
  const [phone, setPhone] = useState(persona.phone);
  const [language, setLanguage] = useState(persona.language);
  const [returning, setReturning] = useState(persona.returning);
  const [rows, setRows] = useState<Row[]>(() =>
    Object.entries(persona.fields).map(([field, value], key) => ({ key, name: field, value: typedValue(value) })),
  );
  const change = (key: number, part: Partial<Row>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const named = rows.filter((row) => row.name.trim() !== '');
        const fields = Object.fromEntries(named.map((row) => [row.name.trim(), fieldValue(row.value)]));
        onSave({ id: 'own', name, phone, language, returning, fields });
      }}
    >
      <TextInput label={t('simulator.persona.name')} value={name} onChange={(e) => setName(e.currentTarget.value)} />
      <TextInput
        type="tel"
        label={t('simulator.persona.phone')}
        description={t('simulator.persona.phone-help')}
        value={phone}
        onChange={(e) => setPhone(e.currentTarget.value)}
      />
      <TextInput
        label={t('simulator.persona.language')}
        description={t('simulator.persona.language-help')}
        value={language}
        onChange={(e) => setLanguage(e.currentTarget.value)}
      />
      <Switch
        label={t('simulator.persona.returning')}
        description={t('simulator.persona.returning-help')}
        checked={returning}
        onChange={(e) => setReturning(e.currentTarget.checked)}
      />
      <fieldset className={styles.fields}>
        <legend>{t('simulator.persona.fields')}</legend>
        {rows.map((row, index) => (
          <div key={row.key} className={styles.fieldRow}>
            <TextInput
              aria-label={t('simulator.persona.field-name', { number: index + 1 })}
              placeholder={t('simulator.persona.field-name-example')}
              value={row.name}
              onChange={(e) => change(row.key, { name: e.currentTarget.value })}
            />
            <TextInput
              aria-label={t('simulator.persona.field-value', { number: index + 1 })}
              placeholder={t('simulator.persona.field-value-example')}
              value={row.value}
              onChange={(e) => change(row.key, { value: e.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('simulator.persona.field-remove', { name: row.name || index + 1 })}
              onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
            >
              <IconX size={18} stroke={1.5} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
          onClick={() =>
            setRows([...rows, { key: 1 + Math.max(-1, ...rows.map(({ key }) => key)), name: '', value: '' }])
          }
        >
          {t('simulator.persona.field-add')}
        </Button>
      </fieldset>
      <Button type="submit">{t('simulator.persona.save')}</Button>
    </form>
  );
}
