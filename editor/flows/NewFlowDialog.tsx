import { Button, Modal, Radio, TagsInput, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { nodeTypes } from '../../runtime/nodes/index.ts';
import { randomId } from '../flow/ids.ts';
import { MessageBubble } from '../message/MessageBubble.tsx';
import { Beholder } from '../message/view.ts';
import { problemText } from '../ui/problem-text.ts';
import { createFlow } from './actions.ts';
import { BlankCard, ExampleCard } from './ExampleCard.tsx';
import { examples } from './examples.ts';
import { blankFlow, firstCards, firstMessage, renamed, type FirstCard } from './new-flow.ts';
import styles from './NewFlowDialog.module.css';

type Props = {
  opened: boolean;
  /** The id of the example that is chosen first; blank without it. */
  example: string;
  onClose: () => void;
};

/** A new flow, from nothing or from an example. It opens in the editor as a draft: nobody receives anything before it is published. */
export function NewFlowDialog({ opened, example, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('flows.new.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <NewFlow key={example} example={example} onClose={onClose} />
    </Modal>
  );
}

function NewFlow({ example, onClose }: Omit<Props, 'opened'>) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [from, setFrom] = useState(example);
  const [name, setName] = useState('');
  const [first, setFirst] = useState<FirstCard>('send-text');
  const [words, setWords] = useState<string[]>([]);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState('');
  const source = examples.find(({ id }) => id === from);
  const message = source
    ? firstMessage(source, nodeTypes)
    : firstMessage(blank('x', t, i18n.language, first, words), nodeTypes);

  const create = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    setProblem('');
    const called = name.trim() || source?.name || t('flows.untitled');
    try {
      const flow = source ? renamed(source, source.id, called) : blank(called, t, i18n.language, first, words);
      await navigate(`/flows/${await createFlow(t, flow)}`);
    } catch (error) {
      setProblem(problemText(t, error));
      setSaving(false);
    }
  };
  return (
    <form className={styles.form} onSubmit={(event) => void create(event)}>
      <fieldset className={styles.sources}>
        <legend>{t('flows.new.from')}</legend>
        <BlankCard chosen={!source} onChoose={() => setFrom('')} />
        {examples.map((flow) => (
          <ExampleCard key={flow.id} flow={flow} chosen={flow.id === from} onChoose={() => setFrom(flow.id)} />
        ))}
      </fieldset>
      <div className={styles.details}>
        <TextInput
          data-autofocus
          label={t('flows.new.name')}
          placeholder={source?.name ?? t('flows.untitled')}
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problem}
        />
        {!source && (
          <>
            <Radio.Group
              label={t('flows.new.first')}
              value={first}
              onChange={(value) => setFirst(firstCards.find((card) => card === value) ?? 'send-text')}
            >
              <div className={styles.radios}>
                {firstCards.map((card) => (
                  <Radio key={card} value={card} size="xs" label={t(`nodes.${card}.label`)} />
                ))}
              </div>
            </Radio.Group>
            <TagsInput
              label={t('flows.new.words')}
              description={t('flows.new.wordsHelp')}
              placeholder={words.length === 0 ? t('flows.new.wordsExample') : ''}
              maxTags={100}
              acceptValueOnBlur
              value={words}
              onChange={setWords}
            />
          </>
        )}
        <div className={styles.preview}>
          <span>{t('flows.new.preview')}</span>
          {message && (
            <Beholder value="person">
              <div className={styles.chat}>
                <MessageBubble content={message} side="business" placeholders />
              </div>
            </Beholder>
          )}
        </div>
      </div>
      <div className={styles.actions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={saving}>
          {t('flows.new.create')}
        </Button>
      </div>
    </form>
  );
}

function blank(name: string, t: (key: string) => string, language: string, first: FirstCard, words: readonly string[]) {
  const greeting = t('flows.new.greeting');
  return blankFlow({ id: 'x', name, language, first, greeting, words }, nodeTypes, randomId);
}
