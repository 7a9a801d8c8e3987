import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { SourceField } from '../parts/SourceField.tsx';
import css from './HttpBody.module.css';

/** What a call carries, if anything: a text as it is, or an expression that is sent as JSON. */
export function HttpBody({ path, value }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  if (value === undefined)
    return (
      <Button
        className={css.add}
        size="xs"
        variant="subtle"
        color="info"
        disabled={readOnly}
        leftSection={<IconPlus size={16} stroke={1.5} />}
        onClick={() => change(path, { expression: '{  }' })}
      >
        {t('inspector.body.add')}
      </Button>
    );
  return (
    <>
      <SourceField path={path} value={value} label={t('inspector.body.name')} />
      <Button
        className={css.add}
        size="xs"
        variant="subtle"
        color="gray"
        disabled={readOnly}
        onClick={() => change(path, undefined)}
      >
        {t('inspector.body.remove')}
      </Button>
    </>
  );
}
