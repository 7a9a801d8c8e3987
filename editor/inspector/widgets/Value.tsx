import { useTranslation } from 'react-i18next';
import type { WidgetProps } from '../form.ts';
import { SourceField } from '../parts/SourceField.tsx';

export function Value({ path, value }: WidgetProps) {
  const { t } = useTranslation();
  return <SourceField path={path} value={value} label={t('inspector.source.value')} />;
}
