import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useForm, type WidgetProps } from '../form.ts';
import { TemplateField } from '../parts/TemplateField.tsx';
import css from '../parts/SourceField.module.css';
import { kindOf, readSomebody, somebodyKinds, withSomebodyKind } from './somebody.ts';

/** A person by number or by the id of the contact. */
export function Somebody({ path, value, labelId }: WidgetProps) {
  const { readOnly, change } = useForm();
  const { t } = useTranslation();
  const who = readSomebody(value);
  const kind = kindOf(who);
  return (
    <div className={css.source}>
      <SegmentedControl
        size="xs"
        className={css.kinds}
        value={kind}
        readOnly={readOnly}
        aria-labelledby={labelId}
        data={somebodyKinds.map((each) => ({ value: each, label: t(`inspector.somebody.${each}`) }))}
        onChange={(next) => change(path, withSomebodyKind(who, next))}
      />
      <TemplateField
        path={[...path, kind]}
        value={'phone' in who ? who.phone : who.contactId}
        oneLine
        placeholder={t(`inspector.somebody.${kind}Hint`)}
        labels={{ 'aria-label': t(`inspector.somebody.${kind}`) }}
      />
    </div>
  );
}
