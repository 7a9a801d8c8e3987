import { isSupportedCountry, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/min';
import type { Evaluation } from '../evaluation.ts';
import { asText, optionalText, refuse } from './arguments.ts';
import { defineFunctions } from './define.ts';

/** Longer texts hold no phone number that anybody means. */
const longestNumber = 60;
/** What it costs to look a number up among the plans of all countries. */
const lookUp = 15_000;

/** The number in a text: with its country code, or one of `country` (`CO`). */
function numberIn(text: unknown, country: unknown, { budget }: Evaluation): PhoneNumber | undefined {
  const said = asText(text).trim();
  if (said.length > longestNumber) return undefined;
  budget.spend(lookUp);
  const home = optionalText(country)?.toUpperCase();
  if (home !== undefined && !isSupportedCountry(home)) refuse('A country is named by its two letters, such as CO.');
  const bare = said.replace(/^00/, '+');
  // Numbers of contacts are kept with their country code; digits alone are such a number when no country is named.
  const whole = home === undefined && /^[1-9][\d\s().-]{6,}$/.test(bare) ? `+${bare}` : bare;
  // WhatsApp names Mexican mobiles with the 1 that numbers had until 2019.
  const today = whole.replace(/^\+52\s?1\s?(?=(?:\D*\d){10}\D*$)/, '+52');
  const found = parsePhoneNumberFromString(today, home === undefined ? {} : { defaultCountry: home });
  return found?.isPossible() ? found : undefined;
}

export const phoneFunctions = defineFunctions('phone', [
  {
    name: 'parsePhone',
    signature: '<s-s?:s>',
    params: ['text', 'country'],
    partial: true,
    examples: [
      { expression: '$parsePhone("300 123 4567", "CO")', result: '+573001234567' },
      { expression: '$parsePhone("+54 9 11 2345-6789")', result: '+5491123456789' },
      { expression: '$parsePhone("573001234567")', result: '+573001234567' },
      { expression: '$parsePhone("mañana") ?? "no es un teléfono"', result: 'no es un teléfono' },
    ],
    run: ([text, country], evaluation) => numberIn(text, country, evaluation)?.number,
  },
  {
    name: 'isPhone',
    signature: '<s-s?:b>',
    params: ['text', 'country'],
    examples: [
      { expression: '$isPhone("+57 300 123 4567")', result: true },
      { expression: '$isPhone("300 123 4567", "CO")', result: true },
      { expression: '$isPhone("1234")', result: false },
    ],
    run: ([text, country], evaluation) => numberIn(text, country, evaluation)?.isValid() ?? false,
  },
  {
    name: 'formatPhone',
    signature: '<s-s?s?:s>',
    params: ['phone', 'style', 'country'],
    partial: true,
    examples: [
      { expression: '$formatPhone("+573001234567")', result: '+57 300 1234567' },
      {
        expression: '$formatPhone(contact.phone, "national")',
        data: { contact: { phone: '+5511987654321' } },
        result: '(11) 98765-4321',
      },
      { expression: '$formatPhone("11 98765-4321", "e164", "BR")', result: '+5511987654321' },
      { expression: '$formatPhone("?")' },
    ],
    run([phone, style, country], evaluation) {
      const number = numberIn(phone, country, evaluation);
      switch (optionalText(style) ?? 'international') {
        case 'international':
          return number?.formatInternational();
        case 'national':
          return number?.formatNational();
        case 'e164':
          return number?.number;
        default:
          return refuse('The style is one of international, national, e164.');
      }
    },
  },
  {
    name: 'phoneCountry',
    signature: '<s-:s>',
    params: ['phone'],
    partial: true,
    examples: [
      { expression: '$phoneCountry("+573001234567")', result: 'CO' },
      { expression: '$phoneCountry("+5215512345678")', result: 'MX' },
      { expression: '$phoneCountry("?")' },
    ],
    run: ([phone], evaluation) => numberIn(phone, undefined, evaluation)?.country,
  },
]);
