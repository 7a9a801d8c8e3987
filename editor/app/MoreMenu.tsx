import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { HelpItems } from './HelpMenu.tsx';
import { barPlaces, usePlaces } from './navigation.ts';
import { OpenedMenu } from './OpenedMenu.tsx';
import { PersonItems } from './PersonMenu.tsx';
import { MoreButton } from './RailButtons.tsx';

/** What a phone's bar has no room for. */
export default function MoreMenu() {
  const { t } = useTranslation();
  const rest = usePlaces().slice(barPlaces);
  return (
    <OpenedMenu button={MoreButton} position="top-end" width={272} closeOnItemClick={false}>
      {rest.map(({ to, label, icon: Picture }) => (
        <Menu.Item
          key={to}
          component={Link}
          to={to}
          closeMenuOnClick
          leftSection={<Picture size={18} stroke={1.5} aria-hidden />}
        >
          {t(label)}
        </Menu.Item>
      ))}
      <HelpItems />
      <Menu.Divider />
      <PersonItems />
    </OpenedMenu>
  );
}
