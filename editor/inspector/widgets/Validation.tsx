import { Checkbox, MultiSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MediaKind } from '../../../runtime/contract/index.ts';
import { valueIn } from '../form-paths.ts';
import { FormProvider, useForm, type Form, type Path, type WidgetProps } from '../form.ts';
import { CountryField } from '../parts/CountryField.tsx';
import { NumberField } from '../parts/NumberField.tsx';
import { TemplateField } from '../parts/TemplateField.tsx';
import type { Parsed } from '../parts/lists.ts';
import { textIn } from '../parts/lists.ts';
import { bytesOf, megabytesOf, readValidation, validationOf, withCheck } from './validation.ts';
import css from './Validation.module.css';

const media = MediaKind.anyOf.map((kind) => kind.const);

type CheckProps = { path: Path; check: string; validation: Parsed; answerType: string; labelId: string };

/** What a taken answer must be, by the kind of answer that is asked for. */
export function Validation({ path, value }: WidgetProps) {
  const form = useForm();
  const { t } = useTranslation();
  const validation = readValidation(value);
  const answerType = String(valueIn(form.whole, ['answerType']));
  // The last check that goes takes the validation with it.
  const own: Form = {
    ...form,
    write: (at, next) => form.write(path, withCheck(validation, String(at.at(-1)), next)),
    change: (at, next) => form.change(path, withCheck(validation, String(at.at(-1)), next)),
  };
  return (
    <FormProvider value={own}>
      <div className={css.checks}>
        {(validationOf[answerType] ?? []).map((check) => {
          const Check = controls[check] ?? Figure;
          const labelId = `${path.join('-')}-${check}`;
          const control = <Check {...{ path: [...path, check], check, validation, answerType, labelId }} />;
          if (check === 'wholeNumber') return <Wide key={check}>{control}</Wide>;
          const Place = wide.includes(check) ? Wide : Half;
          return (
            <Place key={check}>
              <span className={css.label} id={labelId}>
                {t(`validation.${check === 'maximumBytes' ? 'maximumMegabytes' : check}`)}
              </span>
              {control}
            </Place>
          );
        })}
      </div>
    </FormProvider>
  );
}

const wide = ['pattern', 'mediaKinds', 'country'];
const Half = ({ children }: { children: ReactNode }) => <div className={css.check}>{children}</div>;
const Wide = ({ children }: { children: ReactNode }) => <div className={`${css.check} ${css.wide}`}>{children}</div>;

function Figure({ path, check, validation, labelId }: CheckProps) {
  return (
    <NumberField
      path={path}
      value={validation[check]}
      labelledBy={labelId}
      optional
      placeholder="—"
      {...(check.endsWith('Length') && {
        minimum: check === 'maximumLength' ? 1 : 0,
        maximum: 65_536,
        wholeNumber: true,
      })}
    />
  );
}

function Limit({ path, check, validation, answerType, labelId }: CheckProps) {
  const { t } = useTranslation();
  return (
    <TemplateField
      path={path}
      value={validation[check]}
      labels={{ 'aria-labelledby': labelId }}
      oneLine
      optional
      placeholder={t(`asks.validation.${answerType}.${check}`)}
    />
  );
}

function Pattern({ path, check, validation, labelId }: CheckProps) {
  const { readOnly, write } = useForm();
  const { t } = useTranslation();
  return (
    <TextInput
      className={css.pattern}
      data-path={path.join('/')}
      aria-labelledby={labelId}
      placeholder={t('inspector.validation.pattern')}
      value={textIn(validation, check)}
      maxLength={1_000}
      readOnly={readOnly}
      onChange={({ currentTarget }) => write(path, currentTarget.value || undefined)}
    />
  );
}

function Whole({ path, validation }: CheckProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  return (
    <Checkbox
      label={t('validation.wholeNumber')}
      checked={validation['wholeNumber'] === true}
      disabled={readOnly}
      onChange={({ currentTarget }) => change(path, currentTarget.checked || undefined)}
    />
  );
}

function Country({ path, check, validation, labelId }: CheckProps) {
  const { t } = useTranslation();
  return (
    <CountryField
      path={path}
      value={textIn(validation, check)}
      labels={{ 'aria-labelledby': labelId }}
      placeholder={t('asks.validation.ownCountry')}
    />
  );
}

function Kinds({ path, check, validation, labelId }: CheckProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const value = validation[check];
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <MultiSelect
      data-path={path.join('/')}
      aria-labelledby={labelId}
      placeholder={chosen.length === 0 ? t('inspector.rules.anyFile') : ''}
      value={chosen}
      readOnly={readOnly}
      data={media.map((kind) => ({ value: kind, label: t(`media.${kind}`) }))}
      onChange={(kinds) => change(path, kinds.length === 0 ? undefined : kinds)}
    />
  );
}

/** Written in megabytes, kept in bytes. */
function Size({ path, check, validation, labelId }: CheckProps) {
  const form = useForm();
  const own: Form = { ...form, write: (at, next) => form.write(at, bytesOf(next)) };
  return (
    <FormProvider value={own}>
      <NumberField
        path={path}
        value={megabytesOf(validation[check])}
        labelledBy={labelId}
        optional
        placeholder="—"
        minimum={0.01}
      />
    </FormProvider>
  );
}

const controls: { readonly [check: string]: (props: CheckProps) => ReactNode } = {
  pattern: Pattern,
  wholeNumber: Whole,
  earliest: Limit,
  latest: Limit,
  country: Country,
  mediaKinds: Kinds,
  maximumBytes: Size,
};
