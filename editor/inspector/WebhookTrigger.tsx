import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { asId, type FlowId, type Trigger } from '../../runtime/contract/index.ts';
import { call } from '../client/http.ts';
import { useMay } from '../client/me.ts';
import { problemText } from '../ui/problem-text.ts';
import { Field, PartIssues } from './Field.tsx';
import fieldCss from './Field.module.css';
import { FormProvider, useForm, type Form } from './form.ts';
import css from './Inspector.module.css';
import { ExpressionField } from './parts/ExpressionField.tsx';
import { ItemList } from './parts/ItemList.tsx';
import { RecordName } from './parts/RecordName.tsx';
import { hookAddress } from './trigger-kinds.ts';
import { HookSample } from './webhook/HookSample.tsx';
import { freeName } from './widgets/assignments.ts';

type Webhook = Extract<Trigger, { kind: 'webhook' }>;

/** How other systems start the flow: the address, its key, and what the body says. */
export function WebhookTrigger({ trigger, flowId }: { trigger: Webhook; flowId: string }) {
  const form = useForm();
  const { readOnly, change } = form;
  const { t } = useTranslation();
  const id = useId();
  const { variables = {} } = trigger;
  const names = Object.keys(variables);
  // The body must say who is meant: an emptied field keeps what stood there until something new is written.
  const contact: Form = { ...form, write: (path, value) => value !== '' && form.write(path, value) };
  return (
    <>
      <Field label={t('inspector.trigger.address')} labelId={`${id}-address`} path={['id']}>
        <Copied text={hookAddress(location.origin, trigger.id)} />
        <Secret flowId={flowId} triggerId={trigger.id} />
      </Field>
      <Field label={t('triggers.sample.title')} labelId={`${id}-sample`} path={['sample']}>
        <HookSample trigger={trigger} flowId={flowId} />
      </Field>
      <Field label={t('inspector.trigger.contact')} labelId={`${id}-contact`} path={['contact']}>
        <FormProvider value={contact}>
          <ExpressionField path={['contact']} value={trigger.contact} label={t('inspector.trigger.contact')} />
        </FormProvider>
        <p className={css.hint}>{t('inspector.trigger.contactHint')}</p>
      </Field>
      <Field label={t('inspector.trigger.variables')} labelId={`${id}-variables`} path={['variables']} showsParts>
        <ItemList
          items={names}
          keyOf={(_name, index) => String(index)}
          nameOf={(name) => name}
          onRemove={(index) => {
            const left = Object.entries(variables).filter((_entry, at) => at !== index);
            change(['variables'], left.length === 0 ? undefined : Object.fromEntries(left));
          }}
          addLabel={t('inspector.trigger.addVariable')}
          onAdd={() =>
            change(['variables'], { ...variables, [freeName(t('inspector.assignments.newName'), names)]: 'phone' })
          }
        >
          {(name) => (
            <>
              <RecordName
                path={['variables']}
                record={variables}
                name={name}
                readOnly={readOnly}
                label={t('inspector.trigger.variableName')}
              />
              <ExpressionField
                path={['variables', name]}
                value={variables[name]}
                label={t('inspector.assignments.value', { name })}
              />
              <PartIssues path={['variables', name]} />
            </>
          )}
        </ItemList>
      </Field>
    </>
  );
}

function Copied({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <div className={css.row}>
      <code className={css.address}>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} stroke={1.5} /> : <IconCopy size={16} stroke={1.5} />}
          >
            {t(copied ? 'common.copied' : 'common.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

/** The key that callers sign with or send; shown once. */
function Secret({ flowId, triggerId }: { flowId: string; triggerId: string }) {
  const { t } = useTranslation();
  const may = useMay('triggers.secrets');
  const renewal = useMutation({
    mutationFn: () =>
      call('POST /flows/:flowId/triggers/:triggerId/secret', {
        params: { flowId: asId<FlowId>(flowId), triggerId },
      }),
  });
  if (!may) return null;
  return (
    <>
      {renewal.data ? (
        <>
          <Copied text={renewal.data.secret} />
          <p className={css.hint}>{t('inspector.trigger.secretOnce')}</p>
        </>
      ) : (
        <Button
          className={css.delete}
          size="xs"
          variant="subtle"
          color="gray"
          loading={renewal.isPending}
          leftSection={<IconKey size={16} stroke={1.5} />}
          onClick={() => renewal.mutate()}
        >
          {t('inspector.trigger.newSecret')}
        </Button>
      )}
      <p className={css.hint}>{t('inspector.trigger.secretHint')}</p>
      {renewal.error && <p className={fieldCss.issue}>{problemText(t, renewal.error)}</p>}
    </>
  );
}
