import { IconBan, IconFileText, IconMapPin, IconMicrophone, IconPhoto, IconPlus } from '@tabler/icons-react';
import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { samples } from './samples.ts';
import { useSimulation } from './simulation.ts';

const sendable = [
  ['location', IconMapPin],
  ['image', IconPhoto],
  ['voice', IconMicrophone],
  ['document', IconFileText],
] as const;

/** What can be done besides writing: send a sample of another kind, or have the provider refuse the bot's last message. */
export function SendMenu() {
  const { t } = useTranslation();
  const { say, refuse } = useSimulation.getState();
  const canRefuse = useSimulation((state) => {
    const last = state.state?.thread.findLast((item) => item.kind === 'message' && item.side === 'business');
    return last?.kind === 'message' && last.refused === undefined;
  });
  return (
    <Menu position="top-start" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('simulator.send.more')}>
          <IconPlus size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('simulator.send.samples')}</Menu.Label>
        {sendable.map(([name, Sign]) => (
          <Menu.Item
            key={name}
            leftSection={<Sign size={18} stroke={1.5} aria-hidden />}
            onClick={() => say(samples[name])}
          >
            {t(`simulator.send.${name}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconBan size={18} stroke={1.5} aria-hidden />}
          disabled={!canRefuse}
          onClick={() =>
            refuse({
              code: 'whatsapp.undeliverable',
              message: 'The message could not be delivered.',
              providerCode: 131_026,
            })
          }
        >
          {t('simulator.send.refuse')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
