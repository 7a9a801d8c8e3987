import type { InboundContent, Json, Port, ShownTemplate } from '../../contract/index.ts';
import { fold } from '../../engine/text.ts';
import type { Answer } from '../asking.ts';
import { formAnswer } from '../form-answers.ts';
import type { TemplateSnapshot } from './schema.ts';
import type { Values } from './values.ts';

/** A reply that was shown: the port it leads to and, of a carousel, the card it stands on. */
export type Reply = { port: string; title: string; payload?: string; card?: number; body?: string };

/**
 * The ways out of a template that waits: one for each reply and form. The cards of a carousel all have the same replies in the same
 * places, so that each place is one way out; which card it was on is in the answer.
 */
export function replyPorts({ components: { buttons = [], cards = [] } }: Pick<TemplateSnapshot, 'components'>): Port[] {
  const own = buttons.flatMap(({ kind, title }, index): Port[] => {
    const letter = kind === 'quick-reply' ? 'q' : kind === 'form' ? 'f' : undefined;
    return letter === undefined ? [] : [{ id: `${letter}_${index}`, label: title, literal: true }];
  });
  const places = new Map<string, Set<string>>();
  for (const { buttons: onCard = [] } of cards)
    for (const [index, { kind, title }] of onCard.entries()) {
      if (kind !== 'quick-reply') continue;
      const titles = places.get(`k_${index}`) ?? new Set();
      places.set(`k_${index}`, titles.add(title));
    }
  const onCards = [...places].map(([id, titles]): Port => ({ id, label: [...titles].join(' / '), literal: true }));
  return [...own, ...onCards];
}

/** What replies on cards come back as, unless the author says so: their words alone would not tell the card. */
export function cardPayloads({ components: { cards = [] } }: Pick<TemplateSnapshot, 'components'>): {
  [place: string]: string;
} {
  return Object.fromEntries(
    cards.flatMap(({ buttons = [] }, card) =>
      buttons.flatMap(({ kind }, index): [string, string][] =>
        kind === 'quick-reply' ? [[`card${card}_button${index}_payload`, `${card}.k_${index}`]] : [],
      ),
    ),
  );
}

/** The replies as they were shown, to be kept while the card waits. */
export function shownReplies(
  { components: { buttons = [], cards = [] } }: Pick<TemplateSnapshot, 'components'>,
  values: Values,
  shown: ShownTemplate,
): Reply[] {
  const payloadAt = (place: string) => {
    const payload = values[place];
    return typeof payload === 'string' ? { payload } : {};
  };
  const bodyOf = (card: number) => {
    const body = shown.cards?.[card]?.body;
    return body === undefined ? {} : { body };
  };
  const own = buttons.flatMap(({ kind, title }, index): Reply[] =>
    kind === 'quick-reply' ? [{ port: `q_${index}`, title, ...payloadAt(`button${index}_payload`) }] : [],
  );
  const onCards = cards.flatMap(({ buttons: list = [] }, card) =>
    list.flatMap(({ kind, title }, index): Reply[] =>
      kind === 'quick-reply'
        ? [
            {
              port: `k_${index}`,
              title,
              payload: `${card}.k_${index}`,
              ...payloadAt(`card${card}_button${index}_payload`),
              card: card + 1,
              ...bodyOf(card),
            },
          ]
        : [],
    ),
  );
  return [...own, ...onCards];
}

/** The port of the template's form; undefined when it has none. */
export const formPort = ({
  components: { buttons = [] },
}: Pick<TemplateSnapshot, 'components'>): string | undefined => {
  const index = buttons.findIndex(({ kind }) => kind === 'form');
  return index < 0 ? undefined : `f_${index}`;
};

/** What somebody answered: a tap, the title typed, whatever case and accents, or the form filled in. */
export function readReply(
  content: InboundContent,
  { replies, token, form }: { replies: readonly Reply[]; token: string; form: string | undefined },
): Answer | undefined {
  const fields = form === undefined ? undefined : formAnswer(content, token);
  if (form !== undefined && fields) return { port: form, value: fields };
  const reply = replyOf(content, replies);
  if (!reply) return undefined;
  const { port, title, card, body } = reply;
  const value: Json = card === undefined ? title : { title, card, ...(body !== undefined && { body }) };
  return { port, value, category: title };
}

function replyOf(content: InboundContent, replies: readonly Reply[]): Reply | undefined {
  if (content.kind === 'choice') {
    const byPayload = replies.find(({ payload }) => payload === content.id);
    if (byPayload) return byPayload;
  }
  const said = content.kind === 'choice' ? content.title : content.kind === 'text' ? content.body : '';
  if (said.trim() === '') return undefined;
  const same = replies.filter(({ title }) => fold(title) === fold(said));
  // The same words on several cards: which one is meant cannot be known.
  return same.length === 1 ? same[0] : undefined;
}

/** The replies that a waiting card has kept. */
export function keptReplies(state: Json): { replies: Reply[]; token: string } {
  const kept = record(state);
  const list = Array.isArray(kept['replies']) ? kept['replies'].map(record) : [];
  return {
    token: typeof kept['token'] === 'string' ? kept['token'] : '',
    replies: list.flatMap(({ port, title, payload, card, body }): Reply[] =>
      typeof port === 'string' && typeof title === 'string'
        ? [
            {
              port,
              title,
              ...(typeof payload === 'string' && { payload }),
              ...(typeof card === 'number' && { card }),
              ...(typeof body === 'string' && { body }),
            },
          ]
        : [],
    ),
  };
}

const record = (value: Json | undefined): { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
