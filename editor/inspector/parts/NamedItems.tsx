import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type Path } from '../form.ts';
import { freeName } from '../widgets/assignments.ts';
import { ItemList } from './ItemList.tsx';

type Props<Item> = {
  path: Path;
  items: readonly Item[];
  addLabel: string;
  /** A new item of a name that none has yet. */
  fresh(name: string): Item;
  /** Without the last item the list is an empty one, not gone. */
  keepsEmpty?: boolean;
  onMove?(from: number, to: number): void;
  children(item: Item, index: number): ReactNode;
};

/** A list of things that have a name each, with what is wrong with each below it. */
export function NamedItems<Item extends { name: string }>(props: Props<Item>) {
  const { path, items, addLabel, fresh, keepsEmpty = false, onMove, children } = props;
  const { change } = useForm();
  const { t } = useTranslation();
  const names = items.map(({ name }) => name);
  return (
    <ItemList
      items={items}
      keyOf={(_item, index) => String(index)}
      nameOf={({ name }) => name}
      {...(onMove && { onMove })}
      onRemove={(index) => change(path, items.length === 1 && !keepsEmpty ? undefined : items.toSpliced(index, 1))}
      addLabel={addLabel}
      onAdd={() => change(path, [...items, fresh(freeName(t('inspector.assignments.newName'), names))])}
    >
      {(item, index) => (
        <>
          {children(item, index)}
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}
