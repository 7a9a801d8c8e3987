import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { IconBook2, IconSearch, type Icon } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../client/http.ts';
import { useMay } from '../client/me.ts';
import { FlowIcon } from '../ui/FlowIcon.tsx';
import { foldForSearch } from '../ui/search.ts';
import { usePlaces } from './navigation.ts';
import styles from './GoTo.module.css';

type Goal = { to: string; name: string; kind: string; icon: Icon };

/** Goes to any page or flow by a part of its name. */
export default function GoTo({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const goals = useGoals(words);
  // The list takes Escape for itself.
  const list = useCombobox({ opened: true, onDropdownClose: onClose });
  const first = goals[0]?.to;
  useEffect(() => {
    list.selectFirstOption();
    // The list itself is new with every move.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [first, words]);

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size={560}
      yOffset="12vh"
      centered={false}
      classNames={{ body: styles.body }}
      attributes={{ content: { 'aria-label': t('shell.goTo') } }}
    >
      <Combobox
        store={list}
        onOptionSubmit={(to) => {
          onClose();
          void navigate(to);
        }}
      >
        <Combobox.EventsTarget withExpandedAttribute>
          <TextInput
            className={styles.field}
            data-autofocus
            size="md"
            variant="unstyled"
            aria-label={t('shell.goTo')}
            placeholder={t('shell.goToHint')}
            leftSection={<IconSearch size={18} stroke={1.5} aria-hidden />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options className={styles.list} aria-label={t('shell.goTo')}>
          {goals.map(({ to, name, kind, icon: Picture }) => (
            <Combobox.Option key={to} value={to} className={styles.goal}>
              <Picture size={18} stroke={1.5} aria-hidden />
              <span className={styles.name}>{name}</span>
              <span className={styles.kind}>{kind}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox>
      {goals.length === 0 && <p className={styles.none}>{t('shell.goToNothing', { words })}</p>}
    </Modal>
  );
}

function useGoals(words: string): Goal[] {
  const { t } = useTranslation();
  const [asked] = useDebouncedValue(words.trim(), 120);
  const mayRead = useMay('flows.read');
  const { data: flows } = useQuery({
    queryKey: ['flows', { q: asked, limit: 12 }],
    queryFn: () => call('GET /flows', { query: { limit: 12, ...(asked !== '' && { q: asked }) } }),
    enabled: mayRead,
    placeholderData: keepPreviousData,
  });
  const pages = [
    ...usePlaces().map(({ to, label, icon }) => ({ to, name: t(label), icon })),
    { to: '/help', name: t('shell.whatIsThis'), icon: IconBook2 },
  ];
  const sought = foldForSearch(words);
  const has = ({ name }: { name: string }) => foldForSearch(name).includes(sought);
  return [
    ...pages.filter(has).map((page) => ({ ...page, kind: t('shell.page') })),
    ...(flows?.items ?? [])
      .filter((flow) => has(flow) || foldForSearch(flow.id).includes(sought))
      .map(({ id, name }) => ({ to: `/flows/${id}`, name, kind: t('shell.flow'), icon: FlowIcon })),
  ];
}
