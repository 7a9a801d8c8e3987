import { describe, expect, test } from '@jest/globals';
import type { OutboundContent } from '../../../runtime/contract/index.ts';
import {
  categoryOf,
  marketOf,
  markets,
  priceOf,
  priceRules,
  rateCards,
} from '../../../runtime/channels/whatsapp-cloud/rates.ts';

type Template = Extract<OutboundContent, { kind: 'template' }>;
const template = (category?: Template['category']): Template => ({
  kind: 'template',
  name: 'aviso',
  language: 'es',
  ...(category && { category }),
  parameters: {},
  shown: {},
});
const text: OutboundContent = { kind: 'text', body: 'Hola' };
const now = '2026-01-05T09:00:00.000Z';
const usd = (micros: number) => ({ currency: 'USD', micros });
const closed = (phone: string | null, at = now) => ({ phone, at, windowOpen: false });
const open = (phone: string | null, at = now) => ({ phone, at, windowOpen: true });

describe('what a template costs', () => {
  test.each([
    ['+5491155550101', 61_800, 34_000, 36_700],
    ['+5511912345678', 62_500, 8_000, 31_500],
    ['+56912345678', 88_900, 20_000, 52_700],
    ['+573001112233', 12_500, 200, 7_700],
    ['+5215550001111', 43_600, 10_000, 23_900],
    ['+51912345678', 70_300, 20_000, 37_700],
    ['+34612345678', 61_500, 20_000, 34_200],
    ['+12125550123', 25_000, 4_000, 13_500],
    ['+16135550123', 25_000, 4_000, 13_500],
    ['+593991234567', 74_000, 11_300, 44_500],
    ['18095551234', 74_000, 11_300, 44_500],
  ])('to %s goes by the country of the number and the category', (phone, marketing, utility, authentication) => {
    expect([
      priceOf(template('marketing'), closed(phone)),
      priceOf(template('utility'), closed(phone)),
      priceOf(template('authentication'), closed(phone)),
    ]).toEqual([usd(marketing), usd(utility), usd(authentication)]);
  });

  test('a thousand of marketing to Mexico cost 43.60', () => {
    const price = priceOf(template('marketing'), closed('+5215550001111'));
    expect(1_000 * (price?.micros ?? 0)).toBe(43_600_000);
  });

  test('without a known category counts as marketing', () => {
    expect(categoryOf(template())).toBe('marketing');
    expect(priceOf(template(), open('+573001112233'))).toEqual(usd(12_500));
  });

  test('nobody knows for unlisted countries, wrong numbers, people without one, and before the first list', () => {
    expect(
      [
        closed('+4915112345678'),
        closed('+999'),
        closed('+'),
        closed(null),
        closed('+573001112233', '2025-06-30T23:59:59.999Z'),
      ].map((about) => priceOf(template('marketing'), about)),
    ).toEqual([null, null, null, null, null]);
    expect(priceOf(template('marketing'), closed('+573001112233', '2025-07-01T00:00:00.000Z'))).toEqual(usd(12_500));
  });
});

describe('while the 24 hours run', () => {
  test('a template of utility is free until the last of September 2026, and no longer', () => {
    expect(priceOf(template('utility'), open('+56912345678', '2026-09-30T23:59:59.999Z'))).toBeNull();
    expect(priceOf(template('utility'), open('+56912345678', '2026-10-01T00:00:00.000Z'))).toEqual(usd(20_000));
  });

  test('marketing and authentication cost what they always cost', () => {
    expect([
      priceOf(template('marketing'), open('+56912345678')),
      priceOf(template('authentication'), open('+56912345678')),
    ]).toEqual([usd(88_900), usd(52_700)]);
  });

  test('whatever is no template is free until then, and costs as utility after', () => {
    expect(categoryOf(text)).toBe('service');
    expect(priceOf(text, open('+5491155550101', '2026-09-30T23:59:59.999Z'))).toBeNull();
    expect(priceOf(text, open('+5491155550101', '2026-10-01T00:00:00.000Z'))).toEqual(usd(34_000));
  });
});

describe('the lists', () => {
  test('have sources, stand in the order of their days and hold whole millionths', () => {
    for (const rows of [rateCards, priceRules]) {
      expect(rows.map(({ from }) => from)).toEqual(rows.map(({ from }) => from).sort());
      for (const { from, source } of rows) {
        expect(from).toMatch(/^\d{4}-\d{2}-01$/);
        expect(source).not.toBe('');
      }
    }
    for (const { rates } of rateCards)
      for (const prices of Object.values(rates))
        for (const micros of Object.values(prices)) expect(Number.isInteger(micros) && micros > 0).toBe(true);
  });

  test('put a country into one market, each of which has a price', () => {
    const all = Object.values(markets).flat();
    expect(new Set(all).size).toBe(all.length);
    for (const market of Object.keys(markets)) expect(rateCards.at(-1)?.rates).toHaveProperty([market]);
    expect([marketOf('+13055550123'), marketOf('50688881234'), marketOf('+442071234567')]).toEqual([
      'north-america',
      'rest-of-latin-america',
      'GB',
    ]);
  });
});
