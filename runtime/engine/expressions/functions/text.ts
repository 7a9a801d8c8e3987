import { localeOf } from '../locale.ts';
import { fold, unmarked, wordsOf } from '../../text.ts';
import { asList, asText, optionalText, refuse, wholeNumber } from './arguments.ts';
import { defineFunctions } from './define.ts';

const spaces = /\s+/;
const parts = (text: string): string[] =>
  text
    .trim()
    .split(spaces)
    .filter((word) => word !== '');
const letters = (text: string): string[] => Array.from(text);
function capital(word: string): string {
  const first = String.fromCodePoint(...[word.codePointAt(0)].filter((code) => code !== undefined));
  return first.toUpperCase() + word.slice(first.length);
}

/** Texts that are compared letter by letter are no longer than this. */
const longestCompared = 200;

export const textFunctions = defineFunctions('text', [
  {
    name: 'capitalise',
    signature: '<s-:s>',
    params: ['text'],
    cost: 4,
    examples: [
      { expression: '$capitalise("hola, ¿cómo estás?")', result: 'Hola, ¿cómo estás?' },
      { expression: '$capitalise("ñandú")', result: 'Ñandú' },
      { expression: '$capitalise("")', result: '' },
    ],
    run: ([text]) => capital(asText(text)),
  },
  {
    name: 'titleCase',
    signature: '<s-s?:s>',
    params: ['text', 'language'],
    cost: 50,
    examples: [
      { expression: '$titleCase("ANA MARÍA de la PAZ")', result: 'Ana María de la Paz' },
      { expression: '$titleCase("JOÃO DOS SANTOS", "pt")', result: 'João dos Santos' },
      { expression: '$titleCase("jean-luc o’neill", "en")', result: 'Jean-Luc O’Neill' },
      { expression: '$titleCase("la paz")', result: 'La Paz' },
    ],
    run([text, language], world) {
      const { smallWords } = localeOf(optionalText(language) ?? world.language);
      return asText(text)
        .toLowerCase()
        .split(/(\s+)/)
        .map((word, index) =>
          index > 0 && smallWords.has(word)
            ? word
            : word.replace(/(^|[-'’])(\p{L})/gu, (_all, sign: string, letter: string) => sign + letter.toUpperCase()),
        )
        .join('');
    },
  },
  {
    name: 'truncate',
    signature: '<s-ns?:s>',
    params: ['text', 'most', 'ending'],
    cost: 16,
    examples: [
      { expression: '$truncate("Pizza grande de muzzarella", 15)', result: 'Pizza grande…' },
      { expression: '$truncate("Pizza", 15)', result: 'Pizza' },
      { expression: '$truncate("Pizza", 5)', result: 'Pizza' },
      { expression: '$truncate("Pizzas", 5)', result: 'Pizz…' },
      { expression: '$truncate("Pizza grande", 9, "...")', result: 'Pizza...' },
      { expression: '$truncate("👍👍👍", 2)', result: '👍…' },
    ],
    run([text, most, ending]) {
      const all = letters(asText(text));
      const end = letters(optionalText(ending) ?? '…');
      const length = wholeNumber(most, 1, 100_000, 'The length');
      if (all.length <= length) return all.join('');
      if (end.length >= length) return all.slice(0, length).join('');
      const room = length - end.length;
      const cut = all.slice(0, room).join('');
      const whole = spaces.test(all[room] ?? '') ? cut : cut.replace(/\s+\S*$/, '');
      // A word that fills half of the room or more is cut rather than dropped.
      return (whole.trim() === '' || whole.length < cut.length / 2 ? cut : whole).trimEnd() + end.join('');
    },
  },
  {
    name: 'initials',
    signature: '<s-n?:s>',
    params: ['text', 'most'],
    cost: 24,
    examples: [
      { expression: '$initials("Ana María de la Paz")', result: 'AM' },
      { expression: '$initials("ana maría de la paz", 3)', result: 'AMP' },
      { expression: '$initials("Ana")', result: 'A' },
    ],
    run([text, most], { language }) {
      const { smallWords } = localeOf(language);
      const length = wholeNumber(most, 1, 10, 'The number of letters', 2);
      const words = parts(asText(text)).filter((word, index) => index === 0 || !smallWords.has(word.toLowerCase()));
      return words
        .slice(0, length)
        .map((word) => (letters(word)[0] ?? '').toUpperCase())
        .join('');
    },
  },
  {
    name: 'words',
    signature: '<s-:a<s>>',
    params: ['text'],
    cost: 24,
    examples: [
      { expression: '$words("  dos  pizzas grandes ")', result: ['dos', 'pizzas', 'grandes'] },
      { expression: '$count($words("dos pizzas"))', result: 2 },
      { expression: '$words(" ")', result: [] },
    ],
    run([text], { budget }) {
      const words = parts(asText(text));
      budget.items(words.length);
      return words;
    },
  },
  {
    name: 'firstWord',
    signature: '<s-:s>',
    params: ['text'],
    partial: true,
    cost: 24,
    examples: [
      { expression: '$firstWord("Ana María Paz")', result: 'Ana' },
      { expression: '$firstWord(contact.name) ?? "amiga"', data: { contact: {} }, result: 'amiga' },
      { expression: '$firstWord("")' },
    ],
    run: ([text]) => parts(asText(text))[0],
  },
  {
    name: 'lastWord',
    signature: '<s-:s>',
    params: ['text'],
    partial: true,
    cost: 24,
    examples: [{ expression: '$lastWord("Ana María Paz")', result: 'Paz' }, { expression: '$lastWord(" ")' }],
    run: ([text]) => parts(asText(text)).at(-1),
  },
  {
    name: 'lines',
    signature: '<s-:a<s>>',
    params: ['text'],
    cost: 16,
    examples: [{ expression: '$lines("pan\\n\\n leche ")', result: ['pan', 'leche'] }],
    run([text], { budget }) {
      const lines = asText(text)
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      budget.items(lines.length);
      return lines;
    },
  },
  {
    name: 'fold',
    signature: '<s-:s>',
    params: ['text'],
    cost: 30,
    examples: [
      { expression: '$fold("  ¡MENÚ  del Día! ")', result: 'menu del dia' },
      { expression: '$fold(message.text) = "si"', data: { message: { text: 'Sí.' } }, result: true },
    ],
    run: ([text]) => fold(asText(text)),
  },
  {
    name: 'withoutAccents',
    signature: '<s-:s>',
    params: ['text'],
    cost: 60,
    examples: [{ expression: '$withoutAccents("Peña Ágil ÇÃO")', result: 'Pena Agil CAO' }],
    run: ([text]) => {
      let plain = '';
      for (const letter of asText(text).replace(/[\u0300-\u036f]/g, '')) {
        const bare = /\p{L}/u.test(letter) ? unmarked(letter) : letter;
        plain += bare === letter.toLowerCase() ? letter : letter === letter.toLowerCase() ? bare : bare.toUpperCase();
      }
      return plain;
    },
  },
  {
    name: 'slug',
    signature: '<s-:s>',
    params: ['text'],
    cost: 40,
    examples: [
      { expression: '$slug("¡Pizza Ñoña & más!")', result: 'pizza-nona-mas' },
      { expression: '$slug("…")', result: '' },
    ],
    run: ([text]) => wordsOf(asText(text)).join('-'),
  },
  {
    name: 'mask',
    signature: '<s-n?s?:s>',
    params: ['text', 'visible', 'sign'],
    cost: 16,
    examples: [
      { expression: '$mask("+573001234567")', result: '•••••••••4567' },
      { expression: '$mask("ana@mail.co", 3, "*")', result: '********.co' },
      { expression: '$mask("abc", 4)', result: '•••' },
    ],
    run([text, visible, sign]) {
      const all = letters(asText(text));
      const shown = wholeNumber(visible, 0, 1_000, 'The number of letters to show', 4);
      const mark = letters(optionalText(sign) ?? '•')[0] ?? '•';
      // What is as short as the part to show would not be hidden at all.
      const hidden = all.length <= shown ? all.length : all.length - shown;
      return mark.repeat(hidden) + all.slice(hidden).join('');
    },
  },
  {
    name: 'digits',
    signature: '<s-:s>',
    params: ['text'],
    cost: 12,
    examples: [{ expression: '$digits("(300) 123-45 67")', result: '3001234567' }],
    run: ([text]) => asText(text).replace(/\D/g, ''),
  },
  {
    name: 'plural',
    signature: '<n-ss:s>',
    params: ['count', 'one', 'many'],
    cost: 8,
    examples: [
      { expression: '$plural(1, "# pizza", "# pizzas")', result: '1 pizza' },
      { expression: '$plural(3, "# pizza", "# pizzas")', result: '3 pizzas' },
      { expression: '$plural(0, "# pizza", "# pizzas")', result: '0 pizzas' },
      { expression: '$plural(2, "pizza", "pizzas")', result: 'pizzas' },
    ],
    run([count, one, many], { budget }) {
      const words = asText(count === 1 ? one : many);
      const number = String(count);
      const places = words.split('#');
      budget.spend(places.length * 15);
      budget.text(words.length + places.length * number.length);
      return places.join(number);
    },
  },
  {
    name: 'says',
    signature: '<s-(as):b>',
    params: ['text', 'words'],
    cost: 40,
    examples: [
      { expression: '$says("Quiero el MENÚ, por favor", "menu")', result: true },
      { expression: '$says("¿Cuál es el precio?", ["costo", "precio"])', result: true },
      { expression: '$says("hay menús", "menu")', result: false },
      { expression: '$says("buenos días a todos", "Buenos Dias")', result: true },
    ],
    run([text, words], { budget }) {
      const said = ` ${wordsOf(asText(text)).join(' ')} `;
      const wanted = asList(words);
      budget.spend(wanted.length * (20 + said.length / 2));
      return wanted.some((phrase) => {
        const meant = wordsOf(asText(phrase)).join(' ');
        return meant !== '' && said.includes(` ${meant} `);
      });
    },
  },
  {
    name: 'startsWith',
    signature: '<s-s:b>',
    params: ['text', 'beginning'],
    cost: 30,
    examples: [
      { expression: '$startsWith("Ángela Ruiz", "angel")', result: true },
      { expression: '$startsWith("Ángela", "la")', result: false },
    ],
    run: ([text, beginning]) => unmarked(asText(text)).startsWith(unmarked(asText(beginning))),
  },
  {
    name: 'endsWith',
    signature: '<s-s:b>',
    params: ['text', 'ending'],
    cost: 30,
    examples: [
      { expression: '$endsWith("foto.JPG", ".jpg")', result: true },
      { expression: '$endsWith("foto.JPG", "foto")', result: false },
    ],
    run: ([text, ending]) => unmarked(asText(text)).endsWith(unmarked(asText(ending))),
  },
  {
    name: 'isSame',
    signature: '<s-s:b>',
    params: ['text', 'other'],
    cost: 30,
    examples: [
      { expression: '$isSame("  Bogotá ", "bogota")', result: true },
      { expression: '$isSame("Bogotá", "Cali")', result: false },
    ],
    run: ([text, other]) => fold(asText(text)) === fold(asText(other)),
  },
  {
    name: 'similarity',
    signature: '<s-s:n>',
    params: ['text', 'other'],
    cost: 30,
    examples: [
      { expression: '$similarity("Medellín", "medelin")', result: 0.88 },
      { expression: '$similarity("sí", "SI")', result: 1 },
      { expression: '$similarity("a", "b")', result: 0 },
      { expression: '$similarity("", "")', result: 1 },
    ],
    run([text, other], { budget }) {
      const [a, b] = [fold(asText(text)), fold(asText(other))];
      if (a.length > longestCompared || b.length > longestCompared)
        refuse(`Texts of more than ${longestCompared} letters are not compared.`);
      budget.spend(a.length * b.length);
      const longer = Math.max(a.length, b.length);
      return longer === 0 ? 1 : Math.round((1 - changes(a, b) / longer) * 100) / 100;
    },
  },
  {
    name: 'isEmail',
    signature: '<s-:b>',
    params: ['text'],
    examples: [
      { expression: '$isEmail("ana@mail.co")', result: true },
      { expression: '$isEmail("ana@mail")', result: false },
      { expression: '$isEmail("ana mail.co")', result: false },
      { expression: '$isEmail("ana@a@mail.co")', result: false },
    ],
    run: ([text]) => {
      const address = asText(text).trim();
      return (
        address.length <= 254 &&
        /^[^\s@<>(),;:"[\]\\]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63}$/u.test(address)
      );
    },
  },
]);

/** How many letters must be added, left out or changed to make one text of another. */
function changes(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same));
    }
    last = row;
  }
  return last[b.length] ?? 0;
}
