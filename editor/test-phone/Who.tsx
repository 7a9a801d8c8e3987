import { Button, Select, TextInput } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readablePhone } from '../conversations/people.ts';
import type { Persona } from './people.ts';
import styles from './TestPhonePage.module.css';

type Props = {
  people: Persona[];
  persona: Persona;
  onChoose: (id: string) => void;
  onAdd: (name: string) => void;
};

/** Who writes: one of several people, or a new one. */
export function Who({ people, persona, onChoose, onAdd }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState<string>();
  return (
    <div className={styles.fields}>
      <Select
        label={t('testPhone.who')}
        data={people.map(({ id, name: called, phone }) => ({
          value: id,
          label: `${called} · ${readablePhone(phone)}`,
        }))}
        value={persona.id}
        onChange={(id) => id !== null && onChoose(id)}
      />
      {name === undefined ? (
        <Button
          variant="subtle"
          color="gray"
          justify="flex-start"
          leftSection={<IconUserPlus size={18} stroke={1.5} aria-hidden />}
          onClick={() => setName('')}
        >
          {t('testPhone.newPerson')}
        </Button>
      ) : (
        <form
          className={styles.newPerson}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            onAdd(name.trim());
            setName(undefined);
          }}
        >
          <TextInput
            label={t('testPhone.name')}
            description={t('testPhone.nameHint')}
            value={name}
            maxLength={100}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            // The field has just been asked for.
            ref={(field) => field?.focus()}
          />
          <div className={styles.answers}>
            <Button variant="default" onClick={() => setName(undefined)}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={name.trim() === ''}>
              {t('testPhone.add')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
