import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { configOf, placesIn } from '../template/picking.ts';
import { Places } from '../template/Places.tsx';
import css from '../template/Template.module.css';

/** What fills each place of the card's template. */
export function TemplateValues(_props: WidgetProps) {
  const { whole, change } = useForm();
  const { t } = useTranslation();
  const config = configOf(whole);
  if (placesIn(config).length === 0 && config.values.length === 0)
    return <p className={css.second}>{t(`inspector.sentTemplate.${config.template ? 'noPlaces' : 'first'}`)}</p>;
  return (
    <div className={css.box}>
      <Places config={config} onFill={(next) => change([], next)} />
    </div>
  );
}
