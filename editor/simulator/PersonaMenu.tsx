import { IconChevronDown, IconUserEdit } from '@tabler/icons-react';
import { Button, Menu, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { firstNameOf, presets, type Persona } from './persona.ts';
import { PersonaForm } from './PersonaForm.tsx';
import { useSimulation } from './simulation.ts';

/** Who is chatted with: somebody ready-made, or somebody made to measure. Another person begins another run. */
export function PersonaMenu() {
  const { t } = useTranslation();
  const persona = useSimulation((state) => state.persona);
  const setPersona = useSimulation((state) => state.setPersona);
  const [editing, setEditing] = useState(false);
  const called = (one: Persona): string =>
    t(one.returning ? 'simulator.persona.known' : 'simulator.persona.unknown', {
      name: firstNameOf(one) ?? t('simulator.persona.nameless'),
    });
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            rightSection={<IconChevronDown size={16} stroke={1.5} aria-hidden />}
            aria-label={t('simulator.persona.button', { name: called(persona) })}
          >
            {called(persona)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {presets.map((preset) => (
            <Menu.Item key={preset.id} onClick={() => setPersona(preset)}>
              {t(`simulator.persona.${preset.id}`, { name: firstNameOf(preset) })}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconUserEdit size={18} stroke={1.5} aria-hidden />} onClick={() => setEditing(true)}>
            {t('simulator.persona.edit')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={editing}
        onClose={() => setEditing(false)}
        title={t('simulator.persona.edit')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <PersonaForm
          persona={persona}
          onSave={(changed) => {
            setPersona(changed);
            setEditing(false);
          }}
        />
      </Modal>
    </>
  );
}
