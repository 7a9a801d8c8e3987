import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../client/me.ts';
import { languageFor, languages, languageTags } from '../texts/languages.ts';
import { useChosenLanguage, useSignOut } from './person.ts';
import styles from './Rail.module.css';

/** Language, light or dark, and the way out. */
export function PersonMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const name = me?.name ?? me?.email ?? '';
  return (
    <Menu
      position="right-end"
      width={248}
      closeOnItemClick={false}
      checkIcon={<IconCheck size={16} stroke={1.5} aria-hidden />}
    >
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

/** The first letters of a name's first and last word. */
function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /^./u.exec(word ?? '')?.[0] ?? '',
  );
  return letters.join('').toUpperCase();
}
