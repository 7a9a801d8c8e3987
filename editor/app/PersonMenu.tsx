import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../client/me.ts';
import { languageFor, languages, languageTags } from '../texts/languages.ts';
import { OpenedMenu } from './OpenedMenu.tsx';
import { useChosenLanguage, useSignOut } from './person.ts';
import { PersonButton } from './RailButtons.tsx';

/** Language, light or dark, and the way out. */
export default function PersonMenu() {
  return (
    <OpenedMenu button={PersonButton} position="right-end" width={248} closeOnItemClick={false}>
      <PersonItems />
    </OpenedMenu>
  );
}

const schemes: [MantineColorScheme, string][] = [
  ['light', 'shell.light'],
  ['dark', 'shell.dark'],
  ['auto', 'shell.system'],
];
const schemeOf = (value: string): MantineColorScheme => schemes.find(([scheme]) => scheme === value)?.[0] ?? 'auto';

export function PersonItems() {
  const { t } = useTranslation();
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { language, choose } = useChosenLanguage();
  const signOut = useSignOut();
  return (
    <>
      <Menu.Label>
        {me?.name ?? me?.email} · {me?.workspace.name}
      </Menu.Label>
      <Menu.Divider />
      <Menu.Label>{t('shell.language')}</Menu.Label>
      <Menu.RadioGroup value={language} onChange={(tag) => choose(languageFor([tag]))}>
        {languageTags.map((tag) => (
          <Menu.RadioItem key={tag} value={tag} lang={tag}>
            {languages[tag]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
      <Menu.Label>{t('shell.appearance')}</Menu.Label>
      <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(schemeOf(value))}>
        {schemes.map(([scheme, label]) => (
          <Menu.RadioItem key={scheme} value={scheme}>
            {t(label)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={18} stroke={1.5} aria-hidden />} onClick={signOut} closeMenuOnClick>
        {t('shell.signOut')}
      </Menu.Item>
    </>
  );
}
