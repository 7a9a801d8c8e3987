import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fold, functionGroups, toldFunctions } from '../../../runtime/engine/index.ts';
import { functionHelp } from '../code/function-help.ts';
import { labelOf, placeholderGroups, placeholdersOf, type Scope } from '../scope.ts';
import css from './VariableMenu.module.css';

type Props = {
  scope: Scope;
  onPick(expression: string): void;
  /** The button that opens it. */
  children(open: () => void): ReactNode;
};

/** Everything that can stand in a text, by name, with a search: what is known, then functions by what they are about. */
export function VariableMenu({ scope, onPick, children }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => setSearch(''),
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const found = placeholdersOf(scope)
    .map((placeholder) => ({ ...placeholder, label: labelOf(placeholder.expression, t) }))
    .filter(({ expression, label }) => fold(`${expression} ${label}`).includes(fold(search)));
  const helps = toldFunctions
    .flatMap(({ name }) => functionHelp(name, t) ?? [])
    .filter(({ name, about }) => fold(`${name} ${about}`).includes(fold(search)));
  return (
    <Combobox
      store={combobox}
      width={280}
      position="bottom-start"
      withinPortal
      onOptionSubmit={(expression) => {
        combobox.closeDropdown();
        onPick(expression);
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <span>{children(() => combobox.toggleDropdown())}</span>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          component={TextInput}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={t('inspector.template.search')}
          aria-label={t('inspector.template.search')}
        />
        <Combobox.Options className={css.options}>
          {found.length + helps.length === 0 && <Combobox.Empty>{t('inspector.template.none')}</Combobox.Empty>}
          {placeholderGroups.map((group) => {
            const own = found.filter((placeholder) => placeholder.group === group);
            return own.length === 0 ? null : (
              <Combobox.Group key={group} label={t(`inspector.groups.${group}`)}>
                {own.map(({ expression, label }) => (
                  <Combobox.Option key={expression} value={expression} className={css.option}>
                    <span>{label}</span>
                    {label !== expression && <span className={css.source}>{expression}</span>}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            );
          })}
          {functionGroups.map((group) => {
            const own = helps.filter((help) => help.group === group);
            return own.length === 0 ? null : (
              <Combobox.Group
                key={group}
                label={t('inspector.groups.ofFunctions', { group: t(`functions.groups.${group}`) })}
              >
                {own.map(({ name, call, about, example }) => (
                  <Combobox.Option
                    key={name}
                    value={`$${name}()`}
                    className={css.function}
                    title={`${example.expression} → ${example.result}`}
                  >
                    <span>{call}</span>
                    <span className={css.about}>{about}</span>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            );
          })}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
