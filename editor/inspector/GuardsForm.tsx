import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { FlowSettings, type FlowGuards } from '../../runtime/contract/index.ts';
import { Field } from './Field.tsx';
import { figure } from './figures.ts';
import styles from './GuardsForm.module.css';
import css from './Inspector.module.css';
import { currencies } from './money.ts';
import { MoneyField } from './parts/MoneyField.tsx';
import { NumberField } from './parts/NumberField.tsx';
import { shapeAt } from './shape.ts';

type Figures = 'messagesPerContactAndDay' | 'messagesPerDay' | 'stepsPerTurn' | 'visitsWithoutInput';
const amounts = ['moneyPerContactAndDay', 'moneyPerDay'] as const;

/** Where the flow is stopped. What is left empty is limited only by what holds for all flows. */
export function GuardsForm({ guards = {} }: { guards: FlowGuards | undefined }) {
  const { t } = useTranslation();
  const id = useId();
  const currency = guards.moneyPerContactAndDay?.currency ?? guards.moneyPerDay?.currency ?? currencies[0] ?? '';
  const number = (name: Figures) => {
    const shape = shapeAt(FlowSettings, `guards.${name}`);
    const { minimum = 1, maximum } = shape;
    const isTurn = name === 'stepsPerTurn' || name === 'visitsWithoutInput';
    return (
      <Field
        key={name}
        label={t(`inspector.guards.${name}`)}
        labelId={`${id}-${name}-label`}
        controlId={`${id}-${name}`}
        path={['settings', 'guards', name]}
        inline
      >
        <div className={styles.figure}>
          <NumberField
            id={`${id}-${name}`}
            path={['settings', 'guards', name]}
            value={guards[name]}
            minimum={minimum}
            {...(maximum !== undefined && { maximum })}
            wholeNumber
            optional
            placeholder={isTurn && maximum !== undefined ? figure(maximum) : t('inspector.guards.none')}
          />
        </div>
      </Field>
    );
  };
  return (
    <section className={css.section} data-path="settings/guards">
      <h3 className={css.sectionTitle}>{t('inspector.guards.title')}</h3>
      <p className={css.hint}>{t('inspector.guards.hint')}</p>
      {number('messagesPerContactAndDay')}
      {number('messagesPerDay')}
      {amounts.map((name) => (
        <Field
          key={name}
          label={t(`inspector.guards.${name}`)}
          labelId={`${id}-${name}-label`}
          controlId={`${id}-${name}`}
          path={['settings', 'guards', name]}
        >
          <MoneyField
            id={`${id}-${name}`}
            path={['settings', 'guards', name]}
            value={guards[name]}
            currency={currency}
            label={t(`inspector.guards.${name}`)}
          />
        </Field>
      ))}
      {number('stepsPerTurn')}
      {number('visitsWithoutInput')}
    </section>
  );
}
