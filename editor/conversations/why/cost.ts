import type { Money } from '../../../runtime/contract/index.ts';

/** What a step is expected to cost: rates such as 0.0002 are never rounded away. */
export const costText = ({ currency, micros }: Money, locale: string): string =>
  new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: 4,
    maximumFractionDigits: 6,
  }).format(micros / 1_000_000);
