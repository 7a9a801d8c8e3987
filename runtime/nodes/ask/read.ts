import { nextPort, textOf, type InboundContent, type Json, type NodeContext } from '../../contract/index.ts';
import { numbersIn } from '../../engine/dates/numbers-said.ts';
import { emailsIn, phonesIn } from '../addresses.ts';
import type { Answer, Refusal } from '../asking.ts';
import { dateSaid } from '../../engine/dates/dates-said.ts';
import { dateIn, reckoning, timeIn } from '../meant.ts';
import { timeSaid } from '../../engine/dates/times-said.ts';
import type { AnswerType, AskConfig, Validation } from './schema.ts';

type Read = { value: Json } | { refused: Refusal } | undefined;
type Reader = (content: InboundContent, validation: Validation, ctx: NodeContext) => Read | Promise<Read>;

const refused = (reason: Refusal): Read => ({ refused: reason });

/** What was typed, tapped or written under a file. */
const wordsOf = (content: InboundContent): string =>
  ['text', 'choice', 'media'].includes(content.kind) ? textOf(content).trim() : '';

/** The one thing of a list, however often it stands there. */
function single<Item>(items: readonly Item[]): Item | undefined {
  const [first, ...others] = new Set(items);
  return others.length === 0 ? first : undefined;
}

const readers: { readonly [type in AnswerType]: Reader } = {
  text(content, { minimumLength = 0, maximumLength = Infinity, pattern }, ctx) {
    const text = wordsOf(content);
    if (text === '') return undefined;
    const { length } = Array.from(text);
    if (length < minimumLength) return refused('tooLow');
    if (length > maximumLength) return refused('tooHigh');
    return pattern && !ctx.match(pattern, text) ? refused('wrongForm') : { value: text };
  },
  number(content, { minimum = -Infinity, maximum = Infinity, wholeNumber }) {
    const [number, ...others] = numbersIn(wordsOf(content));
    if (number === undefined || others.length > 0) return undefined;
    if (wholeNumber && !Number.isInteger(number)) return refused('wrongForm');
    if (number < minimum) return refused('tooLow');
    return number > maximum ? refused('tooHigh') : { value: number };
  },
  async date(content, { earliest, latest }, ctx) {
    const how = reckoning(ctx);
    const first = earliest ? await dateIn(earliest, ctx) : undefined;
    const last = latest ? await dateIn(latest, ctx) : undefined;
    // Where only days gone by are asked for, a day without a year is one of them.
    const date = dateSaid(wordsOf(content), { ...how, past: last !== undefined && last <= how.today });
    if (date === undefined) return undefined;
    if (first !== undefined && date < first) return refused('tooLow');
    return last !== undefined && date > last ? refused('tooHigh') : { value: date };
  },
  async time(content, { earliest, latest }, ctx) {
    const first = earliest ? await timeIn(earliest, ctx) : '00:00';
    const last = latest ? await timeIn(latest, ctx) : '23:59';
    const said = timeSaid(wordsOf(content));
    if (!said) return undefined;
    const overnight = last < first;
    const fits = (time: string) => (overnight ? time >= first || time <= last : time >= first && time <= last);
    // `a las 3` is of the afternoon where the night is not asked for.
    const time = fits(said.time) ? said.time : said.later !== undefined && fits(said.later) ? said.later : undefined;
    if (time !== undefined) return { value: time };
    return refused(said.time < first && !overnight ? 'tooLow' : 'tooHigh');
  },
  email(content) {
    const address = single(emailsIn(wordsOf(content)));
    return address === undefined ? undefined : { value: address };
  },
  phone(content, { country }, ctx) {
    const shared = content.kind === 'contacts' ? content.contacts.flatMap(({ phones }) => phones).join(', ') : '';
    const phone = single(phonesIn(shared || wordsOf(content), { country, own: ctx.contact.phone }));
    return phone === undefined ? undefined : { value: phone };
  },
  location(content) {
    if (content.kind !== 'location') return undefined;
    const { latitude, longitude, name, address } = content;
    return { value: { latitude, longitude, ...(name && { name }), ...(address && { address }) } };
  },
  file(content, { mediaKinds, maximumBytes = Infinity }) {
    if (content.kind !== 'media') return undefined;
    const { media, fileId, providerMediaId, mimeType, filename, caption, bytes } = content;
    if (mediaKinds && mediaKinds.length > 0 && !mediaKinds.includes(media)) return refused('wrongForm');
    if ((bytes ?? 0) > maximumBytes) return refused('tooHigh');
    return {
      value: {
        media,
        ...(fileId && { fileId }),
        providerMediaId,
        ...(mimeType && { mimeType }),
        ...(filename && { filename }),
        ...(caption && { caption }),
        ...(bytes !== undefined && { bytes }),
      },
    };
  },
};

/** An answer as its kind reads it. Rejects with `NotMeant` when a limit is no date or time. */
export async function read(
  { answerType, validation = {} }: AskConfig,
  content: InboundContent,
  ctx: NodeContext,
): Promise<Answer | { refused: Refusal } | undefined> {
  const answer = await readers[answerType](content, validation, ctx);
  return answer && 'value' in answer ? { port: nextPort.id, value: answer.value } : answer;
}
