import { useTranslation } from 'react-i18next';
import { PartIssues } from '../Field.tsx';
import { useForm, type WidgetProps } from '../form.ts';
import { GroupPick } from '../parts/GroupPick.tsx';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { newGroupWay, readGroupWays } from './group-ways.ts';

/** A group for each way out, from top to bottom. */
export function GroupWays({ path, value }: WidgetProps) {
  const { change } = useForm();
  const { t } = useTranslation();
  const ways = readGroupWays(value);
  return (
    <ItemList
      items={ways}
      keyOf={({ id }) => id}
      nameOf={({ name }, index) => name || t('decisions.groups.name', { place: index + 1 })}
      onMove={(from, to) => change(path, moved(ways, from, to))}
      onRemove={(index) => change(path, ways.toSpliced(index, 1))}
      addLabel={t('decisions.groups.add')}
      onAdd={() => change(path, [...ways, newGroupWay()])}
    >
      {({ group, ...way }, index) => (
        <>
          <GroupPick
            path={[...path, index, 'group']}
            value={group}
            label={t('decisions.groups.name', { place: index + 1 })}
            onPick={(picked) => change([...path, index], { ...way, group: picked.id, name: picked.name })}
          />
          <PartIssues path={[...path, index]} />
        </>
      )}
    </ItemList>
  );
}
