/** Up to two letters for an avatar; null where there are none, as in a phone number. */
export function initials(name: string | null): string | null {
  const words = (name ?? '').split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const letters = [first, last].map((word) => /^\p{L}/u.exec(word ?? '')?.[0] ?? '').join('');
  return letters === '' ? null : letters.toLocaleUpperCase();
}

/** Country codes of one and two digits; all others have three. */
const shortCodes =
  /^(1|7|20|27|30|31|32|33|34|36|39|40|41|43|44|45|46|47|48|49|51|52|53|54|55|56|57|58|60|61|62|63|64|65|66|81|82|84|86|90|91|92|93|94|95|98)/;

/** Mexican area codes of two digits: the rest is written in fours. */
const mexicanCities = /^(33|55|56|81)/;

/** An E.164 number in groups that can be read: the country's code, then the groups that are usual for ten digits, else fours. */
export function readablePhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length < 7) return phone;
  const code = shortCodes.exec(digits)?.[0] ?? digits.slice(0, 3);
  const rest = digits.slice(code.length);
  const inThrees = rest.length === 10 && !(code === '52' && mexicanCities.test(rest));
  const groups = inThrees
    ? [rest.slice(0, 3), rest.slice(3, 6), rest.slice(6)]
    : [...(rest.slice(0, -4).match(/.{1,4}?(?=(?:.{4})*$)/g) ?? []), rest.slice(-4)];
  return [`+${code}`, ...groups].join(' ');
}

type Named = { name: string | null; phone: string | null };

/** What somebody is called on a screen; undefined when neither name nor number is known. */
export const calledOf = ({ name, phone }: Named): string | undefined =>
  name ?? (phone === null ? undefined : readablePhone(phone));
