import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { mostWays, mostWeight } from '../../../runtime/nodes/decide-random/schema.ts';
import { PartIssues } from '../Field.tsx';
import { figure } from '../figures.ts';
import { useForm, type WidgetProps } from '../form.ts';
import { ItemList } from '../parts/ItemList.tsx';
import { moved } from '../parts/lists.ts';
import { NumberField } from '../parts/NumberField.tsx';
import { newWay, readWays, shareOf } from './weights.ts';
import css from './Weights.module.css';

/** Ways out by chance, each with its weight and what share of the people that is. */
export function Weights({ path, value }: WidgetProps) {
  const { readOnly, write, change } = useForm();
  const { t } = useTranslation();
  const ways = readWays(value);
  return (
    <ItemList
      items={ways}
      keyOf={({ id }) => id}
      nameOf={({ label }, index) => label || t('decisions.weights.name', { place: index + 1 })}
      onMove={(from, to) => change(path, moved(ways, from, to))}
      onRemove={(index) => change(path, ways.toSpliced(index, 1))}
      addLabel={t('decisions.weights.add')}
      onAdd={() => change(path, [...ways, newWay(ways)])}
      full={ways.length >= mostWays}
    >
      {({ label, weight }, index) => (
        <div className={css.way}>
          <TextInput
            className={css.label}
            data-path={[...path, index, 'label'].join('/')}
            aria-label={t('decisions.weights.label', { place: index + 1 })}
            value={label}
            maxLength={80}
            readOnly={readOnly}
            onChange={({ currentTarget }) => write([...path, index, 'label'], currentTarget.value)}
          />
          <div className={css.weight}>
            <NumberField
              path={[...path, index, 'weight']}
              value={weight}
              label={t('decisions.weights.weight', { name: label })}
              minimum={0}
              maximum={mostWeight}
              wholeNumber
            />
          </div>
          <span className={css.share}>{t('decisions.weights.share', { share: figure(shareOf(weight, ways)) })}</span>
          <div className={css.issues}>
            <PartIssues path={[...path, index]} />
          </div>
        </div>
      )}
    </ItemList>
  );
}
