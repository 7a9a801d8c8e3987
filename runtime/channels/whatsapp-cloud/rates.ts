import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Instant, Money, OutboundContent } from '../../contract/index.ts';

/** What a message is charged as. `service` is whatever is no template. */
export type PriceCategory = 'marketing' | 'utility' | 'authentication' | 'service';

/** Prices of a delivered message in millionths of the currency. */
type Rates = { marketing: number; utility: number; authentication: number };

/** A price list of the provider. Rates change on the first day of a quarter at most; a new list gets a further row, and both stay. */
type RateCard = {
  /** The day it holds from. */
  from: string;
  /** The provider's page. */
  source: string;
  currency: string;
  /** How the provider counts: each delivered message. */
  model: 'per-message';
  /** By country of the recipient's number (ISO 3166), or by the market that `markets` puts it in. */
  rates: { readonly [market: string]: Rates };
};

const ratesPage = 'Pricing on the WhatsApp Business Platform: rate cards';

export const rateCards: readonly RateCard[] = [
  {
    from: '2025-07-01',
    source: ratesPage,
    currency: 'USD',
    model: 'per-message',
    rates: {
      AR: { marketing: 61_800, utility: 34_000, authentication: 36_700 },
      BR: { marketing: 62_500, utility: 8_000, authentication: 31_500 },
      CL: { marketing: 88_900, utility: 20_000, authentication: 52_700 },
      CO: { marketing: 12_500, utility: 200, authentication: 7_700 },
      MX: { marketing: 43_600, utility: 10_000, authentication: 23_900 },
      PE: { marketing: 70_300, utility: 20_000, authentication: 37_700 },
      ES: { marketing: 61_500, utility: 20_000, authentication: 34_200 },
      'north-america': { marketing: 25_000, utility: 4_000, authentication: 13_500 },
      'rest-of-latin-america': { marketing: 74_000, utility: 11_300, authentication: 44_500 },
    },
  },
];

/** The provider's markets of several countries (Meta: "Rates: markets"). */
export const markets: { readonly [market: string]: readonly string[] } = {
  'north-america': ['US', 'CA'],
  'rest-of-latin-america': ['BO', 'CR', 'DO', 'EC', 'SV', 'GT', 'HT', 'HN', 'JM', 'NI', 'PA', 'PY', 'PR', 'UY', 'VE'],
};

/** What is charged at all, oldest first. */
export const priceRules: readonly {
  from: string;
  source: string;
  /** Utility templates cost nothing while the person's 24 hours run. */
  utilityFreeInWindow: boolean;
  /** What a message that is no template costs as; without it nothing. The provider's own monthly allowance is not counted here. */
  serviceCostsAs?: 'utility';
}[] = [
  { from: '2025-07-01', source: 'Pricing updates: per-message pricing', utilityFreeInWindow: true },
  {
    from: '2026-10-01',
    source: 'Pricing updates: service messages',
    utilityFreeInWindow: false,
    serviceCostsAs: 'utility',
  },
];

const rowAt = <Row extends { from: string }>(rows: readonly Row[], at: Instant): Row | undefined =>
  rows.findLast(({ from }) => from <= at);

/** The market that a number in international form is charged in; undefined where no list names it. */
export function marketOf(phone: string): string | undefined {
  const country = parsePhoneNumberFromString(phone.startsWith('+') ? phone : `+${phone}`)?.country;
  if (country === undefined) return undefined;
  return Object.keys(markets).find((market) => markets[market]?.includes(country)) ?? country;
}

/** A template whose category nobody knows counts as the dearest, so that a limit is never met too late. */
export const categoryOf = (content: OutboundContent): PriceCategory =>
  content.kind === 'template' ? (content.category ?? 'marketing') : 'service';

type About = { phone: string | null; windowOpen: boolean; at: Instant };

/**
 * What WhatsApp is expected to charge for a message that is delivered; null when it is free, or when no list has a price: numbers of
 * unlisted countries, people without a number, days before the first list. What it did charge comes with the delivery status.
 */
export function priceOf(content: OutboundContent, { phone, windowOpen, at }: About): Money | null {
  const rule = rowAt(priceRules, at);
  const card = rowAt(rateCards, at);
  const market = phone === null ? undefined : marketOf(phone);
  const rates = market === undefined || !card || !Object.hasOwn(card.rates, market) ? undefined : card.rates[market];
  if (!rule || !card || !rates) return null;
  const category = categoryOf(content);
  if (category === 'utility' && windowOpen && rule.utilityFreeInWindow) return null;
  const costsAs = category === 'service' ? rule.serviceCostsAs : category;
  return costsAs === undefined ? null : { currency: card.currency, micros: rates[costsAs] };
}
