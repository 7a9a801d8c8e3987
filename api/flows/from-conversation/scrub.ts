import type { InboundContent, Json } from '../../../runtime/contract/index.ts';
import { fold } from '../../../runtime/engine/text.ts';

/** Who is spoken of in a conversation: what must not be found in a test that is made of it. */
export type Person = { name: string | null; phone: string | null; fields: { [name: string]: Json }; aliases: string[] };

/**
 * How much of what a person wrote is kept. `own-words`: what the flow itself knows, short numbers and dates, and nothing else.
 * `flow-first`: the same, also where it is the person's name as well. `as-said`: all but names, numbers, addresses of mail and places.
 */
export const scrubLevels = ['own-words', 'flow-first', 'as-said'] as const;
export type ScrubLevel = (typeof scrubLevels)[number];

/** Invented people and words; nobody is meant. */
const names = ['Alex', 'Luna', 'Rivas', 'Dani', 'Vega', 'Montes', 'Noa', 'Prado', 'Cruz', 'Ariel'];
const words = ['abc', 'dato', 'texto', 'ejemplo', 'cualquiera', 'inventado', 'prueba', 'algo', 'asunto', 'detalle'];

const token = /[\p{L}\p{M}\p{N}]+/gu;
/** Dates and times stay: rules read them, and they name nobody by themselves. */
const dates =
  /\b(?:19|20)\d\d-\d{1,2}-\d{1,2}(?:T[\d:.]+Z?)?\b|\b[0-3]?\d[-./][0-3]?\d[-./](?:(?:19|20)\d\d|\d\d)\b|\b\d{1,2}:\d{2}\b/
    .source;
const mails = /[^\s<>()",;:]+@[^\s<>()",;:]+\.[^\s<>()",;:]+/.source;
const links = /\b(?:https?:\/\/|www\.)\S+/.source;
const numbers = /\+?\d(?:[\s().-]{0,2}\d){6,}/.source;
const special = new RegExp(`(${mails})|(${links})|(${dates})|(${numbers})`, 'gu');
const placeName = /address|direcci|endere|street|calle|rua|ciudad|city|cidade|locali|barrio|zip|postal/i;
const personName = /name|nombre|apellido|nome|person|client|contact/i;
/** At least four digits and a letter in one word. */
const document = /^(?=.*\p{L})(?:\D*\d){4}/u;
/** So many characters of a part of a name make it one wherever it stands inside a word. */
const tellingPart = 4;

/** Replaces whatever tells who somebody is by stand-ins of the same shape: the same one by the same one, everywhere. */
export class Scrubber {
  readonly #parts: string[];
  readonly #flowWords: ReadonlySet<string>;
  readonly #standIns = new Map<string, string>();
  #count = 0;

  constructor(person: Person, flowWords: ReadonlySet<string>) {
    const own = [person.name, ...namesIn(person.fields), ...person.aliases.filter((alias) => !/^\+?\d+$/.test(alias))];
    this.#parts = [...new Set(own.flatMap((name) => tokensOf(name ?? '')))].filter((part) => part.length > 1);
    this.#flowWords = flowWords;
  }

  /** What the person wrote. */
  text(said: string, level: ScrubLevel): string {
    return this.#eachPlain(said, (word) => this.#word(word, level));
  }

  /** A part of an answer or of what is known of the person; `name` is the key that it stands under. */
  json(value: Json, level: ScrubLevel, name = ''): Json {
    if (typeof value === 'string') {
      if (personName.test(name) || placeName.test(name)) return this.text(value, 'own-words');
      return this.text(value, level);
    }
    if (typeof value === 'number') return Math.abs(value) < 1_000_000 ? value : Number(this.#number(`${value}`));
    if (Array.isArray(value)) return value.map((item) => this.json(item, level, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.json(inner, level, key)]));
  }

  content(content: InboundContent, level: ScrubLevel): InboundContent {
    switch (content.kind) {
      case 'text':
        return { ...content, body: this.text(content.body, level) };
      case 'media': {
        const { url: _url, filename: _filename, caption, ...rest } = content;
        return {
          ...rest,
          providerMediaId: this.#once(`media ${content.providerMediaId}`, (count) => `media-${count}`),
          ...(caption !== undefined && { caption: this.text(caption, level) }),
        };
      }
      case 'location': {
        const { name, address } = content;
        return {
          kind: 'location',
          latitude: Math.round(content.latitude),
          longitude: Math.round(content.longitude),
          ...(name !== undefined && { name: this.text(name, 'own-words') }),
          ...(address !== undefined && { address: this.text(address, 'own-words') }),
        };
      }
      case 'contacts':
        return {
          kind: 'contacts',
          contacts: content.contacts.map(({ name, phones }) => ({
            name: this.#eachPlain(name, (word) => this.#name(word)),
            phones: phones.map((phone) => this.text(phone, 'as-said')),
          })),
        };
      case 'choice':
        // A tap is told by its id; its title is the flow's own words, unless they were filled with the person's.
        return { ...content, title: this.text(content.title, 'as-said') };
      case 'form': {
        const { raw: _raw, ...rest } = content;
        return { ...rest, fields: this.json(content.fields, level) as { [name: string]: Json } };
      }
      case 'order':
        return { ...content, ...(content.text !== undefined && { text: this.text(content.text, level) }) };
      case 'reaction':
      case 'edit':
      case 'revoke':
      case 'system': {
        const body = 'body' in content && content.body !== undefined && { body: this.text(content.body, level) };
        return { ...content, ...('messageId' in content && { messageId: 'message' }), ...body };
      }
      case 'unknown':
        return { ...content, raw: null };
      default:
        return content;
    }
  }

  /** A whole name: each of its words by an invented one. */
  name(name: string): string {
    return this.#eachPlain(name, (word) => this.#name(word));
  }

  #eachPlain(said: string, plain: (word: string) => string): string {
    let out = '';
    let from = 0;
    for (const found of said.matchAll(special)) {
      const [whole, mail, link, date] = found;
      out += said.slice(from, found.index).replace(token, plain);
      from = found.index + whole.length;
      if (mail !== undefined) out += this.#once(`mail ${mail.toLowerCase()}`, (count) => `persona${count}@example.com`);
      else if (link !== undefined) out += this.#once(`link ${link}`, (count) => `https://example.com/${count}`);
      else out += date ?? this.#number(whole);
    }
    return out + said.slice(from).replace(token, plain);
  }

  #word(word: string, level: ScrubLevel): string {
    const known = fold(word);
    if (/^\p{N}+$/u.test(word)) return word;
    const isFlows = this.#flowWords.has(known);
    if (!isFlows && document.test(word)) return this.#document(word);
    if (level === 'flow-first' && isFlows) return word;
    if (this.#parts.includes(known)) return this.#name(word);
    const holdsName = this.#parts.some((part) => part.length >= tellingPart && known.includes(part));
    if (level === 'as-said') return holdsName && !isFlows ? this.#standIn(word, words) : word;
    return isFlows || word.length <= 2 ? word : this.#standIn(word, words);
  }

  /** A number with letters in it, as documents and plates have: sign by sign. */
  #document(word: string): string {
    return word
      .replace(/\p{Lu}/gu, 'X')
      .replace(/\p{L}(?<!X)/gu, 'x')
      .replace(/\d/g, (digit) => `${(Number(digit) + 5) % 10}`);
  }

  #name(word: string): string {
    return this.#standIn(word, names);
  }

  #standIn(word: string, from: readonly string[]): string {
    const key = `word ${fold(word)}`;
    const chosen = this.#once(key, (count) => this.#unlike(from, count));
    if (word === word.toUpperCase() && word.length > 1) return chosen.toUpperCase();
    return word[0] === word[0]?.toUpperCase() ? `${chosen[0]?.toUpperCase()}${chosen.slice(1)}` : chosen.toLowerCase();
  }

  /** One of these words that is no part of the person's name, nor a word that the flow listens to. */
  #unlike(from: readonly string[], count: number): string {
    const free = from.filter((one) => !this.#parts.includes(fold(one)) && !this.#flowWords.has(fold(one)));
    return free[count % free.length] ?? 'zzz';
  }

  /** Digits by others, as many and between the same signs; the first stay, so that a number is still one of its country or size. */
  #number(shown: string): string {
    const digits = shown.replace(/\D/g, '');
    const kept = digits.length >= 10 && digits.length <= 15 ? digits.length - 7 : 1;
    const other = this.#once(`number ${digits.slice(kept)}`, (count) => {
      const standIn = `${5_550_100 + count}`.slice(-Math.min(7, digits.length - kept));
      const padded = standIn.padStart(digits.length - kept, '0');
      return padded === digits.slice(kept) ? padded.replace(/.$/, (last) => `${(Number(last) + 5) % 10}`) : padded;
    });
    const all = digits.slice(0, kept) + other;
    let at = 0;
    return shown.replace(/\d/g, () => all[at++] ?? '0');
  }

  #once(key: string, make: (count: number) => string): string {
    const known = this.#standIns.get(key);
    if (known !== undefined) return known;
    this.#count += 1;
    const made = make(this.#count);
    this.#standIns.set(key, made);
    return made;
  }
}

/** Whether something that tells who the person is still stands in a value: their number, an address of mail, their whole name. */
export function tellsWho(value: unknown, { name, phone, fields, aliases }: Person): boolean {
  const text = fold(JSON.stringify(value));
  const digits = text.replace(/(?<=\d)[\s().-]{1,2}(?=\d)/g, '');
  const numbersOf = [phone, ...aliases].map((one) => (one ?? '').replace(/\D/g, '')).filter((one) => one.length >= 7);
  if (numbersOf.some((one) => digits.includes(one) || digits.includes(one.slice(-7)))) return true;
  const mail = JSON.stringify(fields).match(new RegExp(mails, 'gu')) ?? [];
  if (mail.some((one) => text.includes(fold(one)))) return true;
  const whole = fold((name ?? '').trim());
  return tokensOf(whole).length > 1 && text.includes(whole);
}

/** The words of all texts of a document, without case and accents. */
export function wordsIn(value: unknown): Set<string> {
  const found = new Set<string>();
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string') for (const word of tokensOf(next)) found.add(word);
    else if (typeof next === 'object' && next !== null) waiting.push(...Object.values(next as object));
  }
  return found;
}

const tokensOf = (text: string): string[] => (text.match(token) ?? []).map(fold);

/** Texts among what is known of somebody that stand under a name that means a person. */
const namesIn = (fields: { [name: string]: Json }): string[] =>
  Object.entries(fields).flatMap(([key, value]) => (typeof value === 'string' && personName.test(key) ? [value] : []));
