import { Button, Checkbox, Select, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { noAnswer, type Mock } from './mocks.ts';
import styles from './Simulator.module.css';

const statuses = [200, 201, 204, 400, 401, 404, 422, 429, 500, 503];

type Props = {
  first: Mock;
  /** Offers to give the same answer next time; the box is ticked. */
  mayRemember?: boolean;
  submit: string;
  also?: ReactNode;
  onSubmit: (answer: Pick<Mock, 'status' | 'body'>, remember: boolean) => void;
};

/** What the other side answers: a status and a body. */
export function AnswerForm({ first, mayRemember = false, submit, also, onSubmit }: Props) {
  const { t } = useTranslation();
  const [status, setStatus] = useState(first.status);
  const [body, setBody] = useState(first.body);
  const [remember, setRemember] = useState(true);
  const isText = body.trim() !== '' && !isJson(body);
  const choices = [...new Set([...statuses, ...(status === noAnswer ? [] : [status])])].sort((a, b) => a - b);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ status, body }, remember);
      }}
    >
      <Select
        label={t('simulator.call.status')}
        data={[
          ...choices.map((code) => ({
            value: String(code),
            label: t(`simulator.call.statuses.${Math.floor(code / 100)}`, { code }),
          })),
          { value: String(noAnswer), label: t('simulator.call.statuses.none') },
        ]}
        value={String(status)}
        onChange={(value) => setStatus(Number(value))}
        allowDeselect={false}
      />
      {status !== noAnswer && (
        <Textarea
          classNames={{ input: styles.code }}
          label={t('simulator.call.body')}
          description={isText ? t('simulator.call.body-text') : undefined}
          value={body}
          onChange={({ currentTarget }) => setBody(currentTarget.value)}
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
        />
      )}
      {mayRemember && (
        <Checkbox
          label={t('simulator.call.remember')}
          checked={remember}
          onChange={({ currentTarget }) => setRemember(currentTarget.checked)}
        />
      )}
      <div className={styles.buttons}>
        {also}
        <Button type="submit" size="compact-md">
          {submit}
        </Button>
      </div>
    </form>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
