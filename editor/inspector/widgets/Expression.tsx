import { useTranslation } from 'react-i18next';
import type { WidgetProps } from '../form.ts';
import { ExpressionField } from '../parts/ExpressionField.tsx';

export function Expression({ path, value }: WidgetProps) {
  const { t } = useTranslation();
  return <ExpressionField path={path} value={value} label={t('inspector.source.expression')} />;
}
