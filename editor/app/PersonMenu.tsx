import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../client/me.ts';
import { languages, languageTags } from '../texts/languages.ts';
import { useChosenLanguage, useSignOut } from './person.ts';
import styles from './Rail.module.css';

/** Language, light or dark, and the way out. */
export function PersonMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const name = me?.name ?? me?.email ?? '';
  return (
    <Menu position="right-end" width={248} closeOnItemClick={false}>
      <Menu.Target>
        <button
          type="button"
          className={styles.entry}
          aria-label={t('shell.account', { name })}
          title={t('shell.account', { name })}
        >
          <span className={styles.avatar} aria-hidden>
            {initials(name)}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <PersonItems />
      </Menu.Dropdown>
    </Menu>
  );
}

const schemes: [MantineColorScheme, string, Icon][] = [
  ['light', 'shell.light', IconSun],
  ['dark', 'shell.dark', IconMoon],
  ['auto', 'shell.system', IconDeviceDesktop],
];

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
      {languageTags.map((tag) => (
        <Choice key={tag} chosen={tag === language} onChoose={() => choose(tag)} lang={tag}>
          {languages[tag]}
        </Choice>
      ))}
      <Menu.Divider />
      <Menu.Label>{t('shell.appearance')}</Menu.Label>
      {schemes.map(([scheme, label, Picture]) => (
        <Choice
          key={scheme}
          chosen={scheme === colorScheme}
          onChoose={() => setColorScheme(scheme)}
          picture={<Picture size={18} stroke={1.5} aria-hidden />}
        >
          {t(label)}
        </Choice>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={18} stroke={1.5} aria-hidden />} onClick={signOut} closeMenuOnClick>
        {t('shell.signOut')}
      </Menu.Item>
    </>
  );
}

type ChoiceProps = {
  chosen: boolean;
  onChoose: () => void;
  lang?: string;
  picture?: React.ReactNode;
  children: React.ReactNode;
};

const Choice = ({ chosen, onChoose, lang, picture, children }: ChoiceProps) => (
  <Menu.Item
    role="menuitemradio"
    aria-checked={chosen}
    lang={lang}
    onClick={onChoose}
    leftSection={picture}
    rightSection={chosen && <IconCheck size={16} stroke={1.5} aria-hidden />}
  >
    {children}
  </Menu.Item>
);

/** The first letters of a name's first and last word. */
function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /^./u.exec(word ?? '')?.[0] ?? '',
  );
  return letters.join('').toUpperCase();
}
