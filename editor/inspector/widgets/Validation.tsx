import { Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { valueIn } from '../form-paths.ts';
import { FormProvider, useForm, type Form, type WidgetProps } from '../form.ts';
import { NumberField } from '../parts/NumberField.tsx';
import { textIn } from '../parts/lists.ts';
import { readValidation, validationOf, withCheck } from './validation.ts';
import css from './Validation.module.css';

/** What a taken answer must be, by the kind of answer that is asked for. */
export function Validation({ path, value }: WidgetProps) {
  const form = useForm();
  const { t } = useTranslation();
  const validation = readValidation(value);
  const answerType = valueIn(form.whole, ['answerType']);
  const checks = validationOf[answerType === 'number' ? 'number' : 'text'] ?? [];
  const name = (check: string) => t(`validation.${check}`);
  // The last check that goes takes the validation with it.
  const own: Form = {
    ...form,
    write: (at, next) => form.write(path, withCheck(validation, String(at.at(-1)), next)),
  };
  return (
    <FormProvider value={own}>
      <div className={css.checks}>
        {checks
          .filter((check) => check !== 'pattern' && check !== 'wholeNumber')
          .map((check) => (
            <div key={check} className={css.check}>
              <span className={css.label} id={`${path.join('-')}-${check}`}>
                {name(check)}
              </span>
              <NumberField
                path={[...path, check]}
                value={validation[check]}
                labelledBy={`${path.join('-')}-${check}`}
                optional
                placeholder="—"
                {...(check.endsWith('Length') && {
                  minimum: check === 'maximumLength' ? 1 : 0,
                  maximum: 65_536,
                  wholeNumber: true,
                })}
              />
            </div>
          ))}
      </div>
      {checks.includes('pattern') && (
        <TextInput
          className={css.pattern}
          data-path={[...path, 'pattern'].join('/')}
          label={name('pattern')}
          placeholder={t('inspector.validation.pattern')}
          value={textIn(validation, 'pattern')}
          maxLength={1_000}
          readOnly={form.readOnly}
          onChange={({ currentTarget }) => own.write([...path, 'pattern'], currentTarget.value || undefined)}
        />
      )}
      {checks.includes('wholeNumber') && (
        <Checkbox
          label={name('wholeNumber')}
          checked={validation['wholeNumber'] === true}
          disabled={form.readOnly}
          onChange={({ currentTarget }) =>
            form.change(path, withCheck(validation, 'wholeNumber', currentTarget.checked || undefined))
          }
        />
      )}
    </FormProvider>
  );
}
