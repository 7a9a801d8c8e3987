import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Every repetition here is bounded, so that no text can make a search slow. */
const email = /[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.[a-z]{2,24}/gi;
const number = /(?<![0-9])\+?\(?[0-9][0-9 ().\-/]{5,20}[0-9](?![0-9])/g;

/** The e-mail addresses of a text, in lower case: phones begin them with a capital. */
export const emailsIn = (text: string): string[] =>
  [...text.slice(0, 10_000).matchAll(email)].flatMap(([found]) => {
    const address = found.toLowerCase();
    const [name = ''] = address.split('@');
    return name.startsWith('.') || name.endsWith('.') || address.includes('..') ? [] : [address];
  });

/** What looks like telephone numbers, as they stand there: 7 to 15 digits. */
export const numbersLike = (text: string): string[] =>
  [...text.slice(0, 10_000).matchAll(number)].flatMap(([found]) => {
    const digits = found.replace(/\D/g, '').length;
    return digits >= 7 && digits <= 15 ? [found] : [];
  });

/** Whose numbers are written without their country: a country (`MX`), or where somebody's own number (E.164) is from. */
export type Home = { country?: string | undefined; own?: string | null };

/**
 * The telephone numbers of a text as E.164. A number counts when its country has numbers of that length; whether somebody has it is
 * another matter, and newly given ranges are in no table.
 */
export function phonesIn(text: string, { country, own }: Home): string[] {
  const looking = numbersLike(text);
  if (looking.length === 0) return [];
  const home = own ? parsePhoneNumberFromString(own) : undefined;
  const named = country?.toUpperCase();
  const where =
    named !== undefined && isSupportedCountry(named)
      ? { defaultCountry: named }
      : home && { defaultCallingCode: home.countryCallingCode };
  return looking.flatMap((found) => {
    // WhatsApp names Mexican mobiles with the 1 that numbers had until 2019.
    const abroad = `+${found.replace(/^\+|^00/, '')}`.replace(/^\+52[ -]?1[ -]?(?=(?:\D*\d){10}$)/, '+52');
    const tries = /^(?:\+|00)/.test(found) ? [abroad] : where ? [found, abroad] : [abroad];
    for (const each of tries) {
      const parsed = parsePhoneNumberFromString(each, where ?? {});
      if (parsed?.isPossible()) return [parsed.number];
    }
    return [];
  });
}
