import { Autocomplete, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MediaKind, type FormField } from '../../../runtime/contract/index.ts';
import { useFlow } from '../../flow/store.ts';
import { PartIssues } from '../Field.tsx';
import { useForm, type Path, type WidgetProps } from '../form.ts';
import { CountryField } from '../parts/CountryField.tsx';
import { GroupPick } from '../parts/GroupPick.tsx';
import { ItemList } from '../parts/ItemList.tsx';
import { moved, textIn } from '../parts/lists.ts';
import { NameField } from '../parts/NameField.tsx';
import { TemplateField } from '../parts/TemplateField.tsx';
import { choicesIn } from './flow-choices.ts';
import css from './Rules.module.css';
import {
  categoriesBefore,
  kindGroups,
  newRule,
  operandOf,
  readRules,
  withCategory,
  withKind,
  type RuleItem,
} from './rules.ts';

const media = MediaKind.anyOf.map((kind) => kind.const);

/** The rules from top to bottom: what each looks for, and which way out it takes. */
export function Rules({ field, path, value }: WidgetProps) {
  const { change } = useForm();
  const { t } = useTranslation();
  const rules = readRules(value);
  return (
    <ItemList
      items={rules}
      keyOf={({ id }) => id}
      nameOf={({ category }, index) => category || t('inspector.rules.name', { place: index + 1 })}
      onMove={(from, to) => change(path, moved(rules, from, to))}
      onRemove={(index) => change(path, rules.toSpliced(index, 1))}
      addLabel={t('inspector.rules.add')}
      onAdd={() => change(path, [...rules, newRule()])}
    >
      {(_rule, index) => <RuleRow path={[...path, index]} rules={rules} index={index} looksAt={field.rules} />}
    </ItemList>
  );
}

type RowProps = { path: Path; rules: readonly RuleItem[]; index: number; looksAt: FormField['rules'] };

function RuleRow({ path, rules, index, looksAt }: RowProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const rule = rules[index];
  if (!rule) return null;
  return (
    <div className={css.rule}>
      <Select
        aria-label={t('inspector.rules.kind', { place: index + 1 })}
        value={rule.kind}
        readOnly={readOnly}
        searchable
        data={kindGroups(looksAt).map(({ group, kinds }) => ({
          group: t(`inspector.rules.groups.${group}`),
          items: kinds.map((kind) => ({ value: kind, label: t(`rules.${kind}`) })),
        }))}
        onChange={(kind) => kind !== null && change(path, withKind(rule, kind))}
      />
      <OperandField path={path} rule={rule} />
      <Autocomplete
        data-path={[...path, 'category'].join('/')}
        leftSection={<span className={css.lead}>{t('inspector.rules.leaves')}</span>}
        leftSectionWidth={72}
        aria-label={t('inspector.rules.category', { place: index + 1 })}
        value={rule.category}
        readOnly={readOnly}
        maxLength={80}
        data={[...new Set(categoriesBefore(rules, index).map(({ category }) => category))]}
        onChange={(category) => write(path, withCategory(rules, index, category))}
      />
      <PartIssues path={path} />
    </div>
  );
}

function OperandField({ path, rule }: { path: Path; rule: RuleItem }) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const template = (name: string, words = name) => (
    <TemplateField
      path={[...path, name]}
      value={rule[name]}
      oneLine
      placeholder={t(`inspector.rules.operands.${words}`)}
      labels={{ 'aria-label': t(`inspector.rules.operands.${words}`) }}
    />
  );
  switch (operandOf.get(rule.kind)) {
    case 'text':
      return template('text');
    case 'value':
      return template('value');
    case 'range':
      return (
        <Between>
          {template('minimum')}
          {template('maximum')}
        </Between>
      );
    case 'date':
      return template('date');
    case 'time':
      return template('time');
    case 'dates':
    case 'times': {
      const kind = rule.kind.startsWith('date') ? 'date' : 'time';
      return (
        <Between>
          {template('from', kind)}
          {template('to', kind)}
        </Between>
      );
    }
    case 'region':
      return (
        <CountryField
          path={[...path, 'region']}
          value={textIn(rule, 'region')}
          labels={{ 'aria-label': t('inspector.rules.operands.region') }}
          placeholder={t('inspector.rules.operands.region')}
        />
      );
    case 'group':
      return (
        <GroupPick
          path={[...path, 'group']}
          value={textIn(rule, 'group')}
          label={t('inspector.rules.operands.group')}
          onPick={({ id }) => change([...path, 'group'], id)}
        />
      );
    case 'category':
      return <CategoryOperand path={path} rule={rule} />;
    case 'pattern':
      return (
        <TextInput
          className={css.pattern}
          data-path={[...path, 'pattern'].join('/')}
          aria-label={t('inspector.rules.operands.pattern')}
          placeholder={t('inspector.rules.operands.pattern')}
          value={textIn(rule, 'pattern')}
          readOnly={readOnly}
          maxLength={1_000}
          onChange={({ currentTarget }) => write([...path, 'pattern'], currentTarget.value)}
        />
      );
    case 'media': {
      const chosen = Array.isArray(rule['media']) ? rule['media'].map(String) : [];
      return (
        <MultiSelect
          aria-label={t('inspector.rules.operands.media')}
          placeholder={chosen.length === 0 ? t('inspector.rules.anyFile') : ''}
          value={chosen}
          readOnly={readOnly}
          data={media.map((kind) => ({ value: kind, label: t(`media.${kind}`) }))}
          onChange={(kinds) => change([...path, 'media'], kinds.length === 0 ? undefined : kinds)}
        />
      );
    }
    case 'choiceId':
      return <ChoiceOperand path={[...path, 'choiceId']} value={textIn(rule, 'choiceId')} />;
    default:
      return null;
  }
}

function Between({ children }: { children: [ReactNode, ReactNode] }) {
  const { t } = useTranslation();
  const [from, to] = children;
  return (
    <div className={css.range}>
      {from}
      <span>{t('inspector.rules.and')}</span>
      {to}
    </div>
  );
}

/** A result of the flow, and the category it must have. */
function CategoryOperand({ path, rule }: { path: Path; rule: RuleItem }) {
  const { readOnly, write } = useForm();
  const { t } = useTranslation();
  return (
    <>
      <NameField
        path={[...path, 'result']}
        value={rule['result']}
        from="results"
        label={t('inspector.rules.operands.result')}
      />
      <TextInput
        data-path={[...path, 'is'].join('/')}
        aria-label={t('inspector.rules.operands.is')}
        placeholder={t('inspector.rules.operands.is')}
        value={textIn(rule, 'is')}
        readOnly={readOnly}
        maxLength={80}
        onChange={({ currentTarget }) => write([...path, 'is'], currentTarget.value)}
      />
    </>
  );
}

/** A button or row of any card of the flow, by its title. */
function ChoiceOperand({ path, value }: { path: Path; value: string }) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const nodes = useFlow(({ flow }) => flow?.nodes);
  const data = useMemo(() => {
    const groups = choicesIn(nodes ?? [], t);
    const known = groups.some(({ items }) => items.some((item) => item.value === value));
    return known || value === ''
      ? groups
      : [...groups, { group: t('inspector.rules.lost'), items: [{ value, label: value }] }];
  }, [nodes, t, value]);
  return (
    <Select
      data-path={path.join('/')}
      aria-label={t('inspector.rules.operands.choiceId')}
      placeholder={t('inspector.rules.operands.choiceId')}
      nothingFoundMessage={t('inspector.rules.noChoices')}
      searchable
      value={value || null}
      readOnly={readOnly}
      data={data}
      onChange={(id) => id !== null && change(path, id)}
    />
  );
}
