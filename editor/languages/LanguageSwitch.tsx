import { ActionIcon, Menu, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconCheck, IconLanguage, IconPlus, IconTable } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../runtime/contract/index.ts';
import { completeness } from '../../runtime/engine/languages/translations.ts';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { useLayout } from '../flow/layout-state.ts';
import { useSelection } from '../flow/selection.ts';
import { useFlow } from '../flow/store.ts';
import { Completeness } from './Completeness.tsx';
import styles from './LanguageSwitch.module.css';
import { languageName } from './names.ts';
import { useLanguages, useShownLanguage } from './shown.ts';

const icon = { size: 18, stroke: 1.5, 'aria-hidden': true } as const;

/** In the top bar: in which language the cards are shown, and the way to all translations. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const flow = useFlow((state) => state.flow);
  const shown = useShownLanguage();
  if (!flow) return null;
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Tooltip label={t('languages.title')}>
          <ActionIcon
            className={styles.target}
            aria-label={
              shown === null
                ? t('languages.title')
                : t('languages.titleShown', { language: languageName(shown, i18n.language) })
            }
            data-on={shown !== null || undefined}
          >
            <IconLanguage {...icon} />
            {shown !== null && <span className={styles.code}>{shown}</span>}
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {flow.languages.length > 1 && <Shown flow={flow} shown={shown} />}
        <Menu.Item leftSection={<IconPlus {...icon} />} onClick={chooseLanguages}>
          {t('languages.choose')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function chooseLanguages(): void {
  const { openSettings, focusField } = useSelection.getState();
  useLanguages.setState({ table: false });
  useLayout.setState({ front: 'inspector', phone: 'outline' });
  openSettings();
  focusField('/languages');
}

function Shown({ flow, shown }: { flow: Flow; shown: string | null }) {
  const { t, i18n } = useTranslation();
  const done = completeness(flow, nodeTypes);
  return (
    <>
      <Menu.Label>{t('languages.show')}</Menu.Label>
      {flow.languages.map((language, index) => (
        <Menu.Item
          key={language}
          aria-current={(shown ?? flow.languages[0]) === language || undefined}
          leftSection={
            <IconCheck {...icon} className={(shown ?? flow.languages[0]) === language ? undefined : styles.unchecked} />
          }
          rightSection={index > 0 && <Completeness {...(done[index - 1] ?? { language, done: 0, total: 0 })} />}
          onClick={() => useLanguages.setState({ shown: index === 0 ? null : language })}
        >
          {languageName(language, i18n.language)}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconTable {...icon} />}
        onClick={() => {
          useLanguages.setState({ table: true });
          useLayout.setState({ phone: 'outline' });
        }}
      >
        {t('languages.open')}
      </Menu.Item>
    </>
  );
}

/** Above the form of a card: in which language its texts are written now. Nothing where the flow has one language. */
export function CardLanguage({ flow }: { flow: Flow }) {
  const { t, i18n } = useTranslation();
  const shown = useShownLanguage();
  const [written = ''] = flow.languages;
  if (flow.languages.length < 2) return null;
  const data = flow.languages.map((value) => ({ value, label: languageName(value, i18n.language) }));
  const show = (language: string | null) =>
    useLanguages.setState({ shown: language === null || language === written ? null : language });
  return (
    <div className={styles.card}>
      {data.length <= 3 ? (
        <SegmentedControl
          aria-label={t('languages.show')}
          fullWidth
          size="xs"
          value={shown ?? written}
          data={data}
          onChange={show}
        />
      ) : (
        <Select
          aria-label={t('languages.show')}
          leftSection={<IconLanguage {...icon} />}
          value={shown ?? written}
          data={data}
          allowDeselect={false}
          onChange={show}
        />
      )}
    </div>
  );
}
