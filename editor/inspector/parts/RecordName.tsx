import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useForm, type Path } from '../form.ts';
import { asName } from '../scope.ts';
import { renamedKey } from './records.ts';

type Props = {
  path: Path;
  record: { readonly [name: string]: unknown };
  name: string;
  label: string;
  readOnly: boolean;
};

/** The name of an entry. It is written when the field is left: half a name would be another entry. */
export function RecordName({ path, record, name, label, readOnly }: Props) {
  const { change } = useForm();
  const [text, setText] = useState<string | null>(null);
  return (
    <TextInput
      aria-label={label}
      value={text ?? name}
      maxLength={80}
      readOnly={readOnly}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={() => {
        const next = renamedKey(record, name, asName(text ?? name));
        setText(null);
        if (next) change(path, next);
      }}
    />
  );
}
