import { useTranslation } from 'react-i18next';
import { knownStatuses } from './picking.ts';

/** A template's status in words; one that is not known by the provider's own name. */
export function StatusWords({ status }: { status: string }) {
  const { t } = useTranslation();
  return <>{knownStatuses.some((known) => known === status) ? t(`inspector.sentTemplate.status.${status}`) : status}</>;
}
