import { useTranslation } from 'react-i18next';
import { valueIn } from '../form-paths.ts';
import { FormProvider, useForm, type Form, type WidgetProps } from '../form.ts';
import { limitsOf } from '../limits.ts';
import { TemplateField } from '../parts/TemplateField.tsx';
import { readRetryTexts, reasonsFor } from './retry-texts.ts';
import css from './RetryTexts.module.css';
import { readValidation, withCheck } from './validation.ts';

/** Words for each reason why an answer is refused; without them the words for all reasons are said. */
export function RetryTexts({ field, path, value }: WidgetProps) {
  const form = useForm();
  const { t } = useTranslation();
  const texts = readRetryTexts(value);
  const answerType = String(valueIn(form.whole, ['answerType']));
  const reasons = reasonsFor(answerType, readValidation(valueIn(form.whole, ['validation'])), texts);
  const { characters } = limitsOf(field);
  // The last words that go take the whole with them.
  const own: Form = {
    ...form,
    write: (at, next) => form.write(path, withCheck(texts, String(at.at(-1)), next)),
  };
  if (reasons.length === 0) return <p className={css.hint}>{t('asks.retryTexts.none')}</p>;
  return (
    <FormProvider value={own}>
      <div className={css.reasons}>
        {reasons.map((reason) => {
          const name = t(`asks.retryTexts.${answerType}.${reason}`);
          return (
            <div key={reason} className={css.reason}>
              <span className={css.label}>{name}</span>
              <TemplateField
                path={[...path, reason]}
                value={texts[reason]}
                chat
                oneLine
                optional
                placeholder={t('asks.retryTexts.same')}
                labels={{ 'aria-label': name }}
                {...(characters !== undefined && { characters })}
              />
            </div>
          );
        })}
      </div>
    </FormProvider>
  );
}
