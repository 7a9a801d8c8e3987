import { TagsInput } from '@mantine/core';
import { useForm, type Path } from '../form.ts';
import { keywords } from '../trigger-kinds.ts';

type Props = {
  id: string;
  path: Path;
  value: readonly string[];
  /** What stands there while there are none; a list that may be empty is then taken away. */
  none?: string;
  longest?: number;
  split?: readonly string[];
};

/** Several words, each on its own. */
export function Words({ id, path, value, none, longest = 200, split = [','] }: Props) {
  const { readOnly, change } = useForm();
  return (
    <TagsInput
      id={id}
      value={[...value]}
      readOnly={readOnly}
      maxTags={100}
      acceptValueOnBlur
      splitChars={[...split]}
      placeholder={value.length === 0 ? none : undefined}
      onChange={(words) => {
        const kept = keywords(words, longest);
        if (kept || none !== undefined) change(path, kept);
      }}
    />
  );
}
