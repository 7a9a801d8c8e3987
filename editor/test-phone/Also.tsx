import { ActionIcon, Menu } from '@mantine/core';
import { IconFile, IconMapPin, IconMicrophone, IconPhoto, IconPlus, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PhoneContent } from './pending.ts';

/** What else a person sends. Without a file the server sends a small one of its own. */
const samples: { name: string; icon: Icon; content: PhoneContent }[] = [
  { name: 'image', icon: IconPhoto, content: { kind: 'media', media: 'image' } },
  { name: 'voice', icon: IconMicrophone, content: { kind: 'media', media: 'voice' } },
  { name: 'document', icon: IconFile, content: { kind: 'media', media: 'document' } },
  {
    name: 'location',
    icon: IconMapPin,
    content: { kind: 'location', latitude: 4.5981, longitude: -74.0758, name: 'Plaza de Bolívar', address: 'Bogotá' },
  },
];

export function Also({ onSend, disabled }: { onSend: (content: PhoneContent) => void; disabled: boolean }) {
  const { t } = useTranslation();
  return (
    <Menu position="top-start">
      <Menu.Target>
        <ActionIcon size={40} aria-label={t('testPhone.also')} disabled={disabled}>
          <IconPlus size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {samples.map(({ name, icon: Sign, content }) => (
          <Menu.Item
            key={name}
            leftSection={<Sign size={18} stroke={1.5} aria-hidden />}
            onClick={() => onSend(content)}
          >
            {t(`testPhone.sample.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
