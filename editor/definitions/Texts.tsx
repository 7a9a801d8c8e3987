import { Button, Textarea } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { workspaceQuery } from '../app/settle.ts';
import { call } from '../client/http.ts';
import { queryClient } from '../client/live.ts';
import { useMay } from '../client/me.ts';
import { Box } from '../ui/Box.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { problemText } from '../ui/problem-text.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { showUndo } from '../ui/undo.ts';
import styles from './Definitions.module.css';
import { SettingsFrame } from './SettingsFrame.tsx';
import { givenWords, languagesOf, sameWords, saidInstead, textNames, type TextName, type Words } from './texts.ts';

/** What the bot says by itself, in each language. */
export function Texts() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(workspaceQuery);
  return (
    <SettingsFrame>
      {data && (
        <div className={styles.texts}>
          <p>{t('definitions.texts.lead')}</p>
          {textNames.map((text) => (
            <TextBox
              key={text}
              text={text}
              kept={data.texts[text] ?? {}}
              own={data.language.slice(0, 2)}
              languages={languagesOf(data.language, data.texts)}
            />
          ))}
        </div>
      )}
      {!data && error && (
        <EmptyState
          icon={IconAlertCircle}
          title={problemText(t, error)}
          actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>}
        />
      )}
      {!data && !error && <SkeletonRows rows={6} />}
    </SettingsFrame>
  );
}

async function putText(text: TextName, words: Words): Promise<void> {
  queryClient.setQueryData(
    workspaceQuery.queryKey,
    await call('PUT /workspace/texts/:text', { params: { text }, body: { ...words } }),
  );
}

type Props = { text: TextName; kept: Words; own: string; languages: readonly string[] };

function TextBox({ text, kept, own, languages }: Props) {
  const { t, i18n } = useTranslation();
  const mayEdit = useMay('workspace.edit');
  const names = useMemo(() => new Intl.DisplayNames(i18n.language, { type: 'language' }), [i18n.language]);
  // Nothing until somebody types: what others save shows at once.
  const [typed, setTyped] = useState<Words>();
  const words = typed ?? kept;
  const title = t(`definitions.texts.${text}.title`);
  const save = useMutation({
    mutationFn: () => putText(text, givenWords(words)),
    onSuccess() {
      const before = kept;
      setTyped(undefined);
      showUndo({ message: t('definitions.saved', { name: title }), undo: () => putText(text, before) });
    },
  });
  const isChanged = typed !== undefined && !sameWords(typed, kept);
  return (
    <Box title={title}>
      <form
        className={styles.words}
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) save.mutate();
        }}
      >
        <p>{t(`definitions.texts.${text}.means`)}</p>
        {languages.map((language) => (
          <Textarea
            key={language}
            label={names.of(language) ?? language}
            lang={language}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={1_024}
            readOnly={!mayEdit}
            placeholder={saidInstead(text, language, words, own) ?? t('definitions.texts.silent')}
            value={words[language] ?? ''}
            onChange={({ currentTarget }) => setTyped({ ...words, [language]: currentTarget.value })}
          />
        ))}
        <p className={styles.problem} role="alert">
          {save.error ? problemText(t, save.error) : ''}
        </p>
        {isChanged && (
          <div className={styles.foot}>
            <Button variant="default" onClick={() => setTyped(undefined)}>
              {t('definitions.texts.discard')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('common.save')}
            </Button>
          </div>
        )}
      </form>
    </Box>
  );
}
