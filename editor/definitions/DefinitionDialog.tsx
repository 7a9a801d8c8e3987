import { Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showNotice, showUndo } from '../ui/undo.ts';
import { FormDialog } from './FormDialog.tsx';
import type { DefinitionKind } from './kinds.ts';
import { freeId, idProblem, writtenAs } from './naming.ts';
import { fieldTypes, putDefinition, type Definition, type FieldType, type Given } from './queries.ts';
import { ValueField } from './ValueField.tsx';
import { draftOf, valueOf } from './values.ts';

type Props = { kind: DefinitionKind; given?: Definition; taken: ReadonlySet<string>; onClose: () => void };

/** Makes something of a kind, or changes what is said of it. Its id stays: flows name it. */
export function DefinitionDialog({ kind, given, taken, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(given?.name ?? '');
  const [typedId, setTypedId] = useState<string>();
  const [type, setType] = useState<FieldType>(given?.type ?? 'text');
  const [draft, setDraft] = useState(draftOf(given?.value ?? ''));
  const [tried, setTried] = useState(false);

  const id = given?.id ?? typedId ?? freeId(kind, name, taken);
  const called = name.trim();
  const wrongId = given || called === '' ? undefined : idProblem(kind, id, taken);
  const value = valueOf(draft);
  const wrongValue = kind === 'globals' && 'problem' in value ? value.problem : undefined;
  const made: Given = {
    id,
    name: called,
    ...(given?.color !== undefined && { color: given.color }),
    ...(kind === 'fields' && { type }),
    ...(kind === 'globals' && 'value' in value && { value: value.value }),
  };
  const save = useMutation({
    mutationFn: () => putDefinition(kind, made),
    onSuccess() {
      onClose();
      const message = t('definitions.saved', { name: called });
      if (given) showUndo({ message, undo: () => putDefinition(kind, given) });
      else showNotice(message);
    },
  });
  const written = writtenAs(kind, id);
  return (
    <FormDialog
      title={t(`definitions.${kind}.${given ? 'change' : 'new'}`)}
      action={t(given ? 'common.save' : 'definitions.create')}
      pending={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (called !== '' && wrongId === undefined && wrongValue === undefined) save.mutate();
      }}
    >
      <TextInput
        data-autofocus
        label={t('definitions.name')}
        placeholder={t(`definitions.${kind}.example`)}
        maxLength={120}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        error={tried && called === '' && t('definitions.nameMissing')}
      />
      <TextInput
        label={t('definitions.id')}
        description={given ? t('definitions.idStays') : t('definitions.idHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={64}
        value={id}
        readOnly={given !== undefined}
        onChange={({ currentTarget }) => setTypedId(currentTarget.value)}
        error={(tried || typedId !== undefined) && wrongId && t(`definitions.idProblem.${wrongId}`)}
      />
      {kind === 'fields' && (
        <Select
          label={t('definitions.fields.detail')}
          value={type}
          data={fieldTypes.map((one) => ({ value: one, label: t(`definitions.type.${one}`) }))}
          onChange={(picked) => setType(fieldTypes.find((one) => one === picked) ?? type)}
        />
      )}
      {kind === 'globals' && (
        <ValueField
          draft={draft}
          onChange={setDraft}
          error={tried && wrongValue !== undefined && t(`definitions.valueProblem.${wrongValue}`)}
        />
      )}
      {written !== undefined && id !== '' && <p>{t('definitions.writtenSo', { written })}</p>}
    </FormDialog>
  );
}
