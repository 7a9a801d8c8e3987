import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newOf, optionsOf, type Offered, type Option } from '../widgets/pick.ts';
import { useOffered, type Picked } from './use-offered.ts';

/** What a control to pick from needs; `pick` turns a chosen option into the thing, which is made when it is new. */
export function usePicking(
  names: Picked,
  chosen: readonly string[],
): { data: Option[]; onSearchChange(typed: string): void; pick(value: string): Offered } {
  const { t } = useTranslation();
  const [typed, onSearchChange] = useState('');
  const { items, other, create } = useOffered(names);
  const labelOfNew = other === null ? undefined : (name: string) => t(`inspector.pick.${other}`, { name });
  return {
    data: optionsOf(items, chosen, typed, labelOfNew),
    onSearchChange,
    pick(value) {
      const made = newOf(value, items);
      if (made && other === 'create') void create(made);
      return made ?? items.find(({ id }) => id === value) ?? { id: value, name: value };
    },
  };
}
