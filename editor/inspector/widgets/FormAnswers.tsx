import { useTranslation } from 'react-i18next';
import type { WidgetProps } from '../form.ts';
import { NamedItems } from '../parts/NamedItems.tsx';
import { readAnswers } from './form-data.ts';
import { IntoVariable } from './IntoVariable.tsx';

/** Which answers of a form go into which variables. */
export function FormAnswers({ path, value }: WidgetProps) {
  const { t } = useTranslation();
  return (
    <NamedItems
      path={path}
      items={readAnswers(value)}
      addLabel={t('inspector.formAnswers.add')}
      fresh={(name) => ({ name, field: name })}
    >
      {({ name, field }, index) => (
        <IntoVariable
          path={[...path, index]}
          part="field"
          value={field}
          name={name}
          place={index + 1}
          label={t('inspector.formAnswers.field', { place: index + 1 })}
          maxLength={200}
        />
      )}
    </NamedItems>
  );
}
