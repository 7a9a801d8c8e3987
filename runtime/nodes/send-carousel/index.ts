import {
  defineNodeType,
  fail,
  leave,
  messageLimits,
  nextPort,
  sendMessage,
  valueAt,
  type CarouselCard,
  type InboundContent,
  type Json,
  type NodeContext,
  type OutboundContent,
  type Outcome,
} from '../../contract/index.ts';
import { answered, ask, askPorts, type Answer } from '../asking.ts';
import { choicePorts } from '../choosing.ts';
import { isHttps, isWeb, noLink, said, saidPorts } from '../message-parts.ts';
import { checkCarousel } from './check.ts';
import { SendCarouselConfig } from './schema.ts';

export const sendCarousel = defineNodeType({
  type: 'send-carousel',
  version: 1,
  config: SendCarouselConfig,
  initial: { body: '', offers: 'links', cards: [] },
  ports: (config) => (waits(config) ? [...choicePorts(config.replies ?? []), ...askPorts] : saidPorts),
  check: checkCarousel,
  async enter(config, ctx) {
    const made = await carousel(config, ctx);
    if ('failure' in made) return made.failure;
    if (!waits(config)) return leave(nextPort.id, { effects: [sendMessage(made.content)] });
    return ask(config, made.content, { asked: 1, offered: offered(made.content) }, ctx);
  },
  resume: (config, input, ctx) =>
    answered(config, input, ctx, {
      read: (content) => tapped(config, content, ctx.state),
      question: async (body) => ({ kind: 'text', body }),
    }),
  texts: {
    templates: ['body', 'cards.*.link', 'cards.*.body', 'cards.*.title', 'cards.*.url', 'replies.*.title'],
    expressions: [],
    translated: ['body', 'cards.*.link', 'cards.*.body', 'cards.*.title', 'cards.*.url', 'replies.*.title'],
  },
  editor: {
    label: 'nodes.send-carousel.label',
    group: 'messages',
    icon: 'carousel-horizontal',
    form: [
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'carousel.body.characters' } },
      {
        key: 'offers',
        widget: 'select',
        options: ['links', 'replies'].map((value) => ({ value, label: `nodes.send-carousel.options.${value}` })),
      },
      {
        key: 'cards',
        widget: 'carousel-cards',
        limits: {
          items: 'carousel.cards.count',
          characters: 'carousel.card-body.characters',
          title: 'carousel.button-title.characters',
        },
      },
      {
        key: 'replies',
        widget: 'choices',
        limits: { items: 'carousel.buttons.count', title: 'carousel.button-title.characters' },
        when: { key: 'offers', in: ['replies'] },
      },
      { key: 'waitForReply', widget: 'toggle', when: { key: 'offers', in: ['replies'] } },
      { key: 'resultName', widget: 'variable-name', names: 'results', when: { key: 'waitForReply', in: [true] } },
      { key: 'variableName', widget: 'variable-name', names: 'variables', when: { key: 'waitForReply', in: [true] } },
      { key: 'timeoutSeconds', widget: 'duration', when: { key: 'waitForReply', in: [true] } },
    ],
    preview: (config) => ({
      kind: 'carousel',
      body: config.body,
      cards: config.cards.map(({ media, link, body, title = '', url = '' }, index) => ({
        header: { kind: media, link },
        ...(body && { body }),
        ...(config.offers === 'links' ? { link: { title, url } } : { buttons: repliesOf(config, index) }),
      })),
    }),
  },
});

const waits = ({ offers, waitForReply }: SendCarouselConfig): boolean => offers === 'replies' && waitForReply === true;

/** WhatsApp has held ids of carousels to 20 characters: the card's place and the reply's own id stay within that. */
const replyId = (card: number, id: string): string => `${card}.${id}`;
const repliesOf = ({ replies = [] }: SendCarouselConfig, card: number) =>
  replies.map(({ id, title }) => ({ id: replyId(card, id), title }));

type Carousel = Extract<OutboundContent, { kind: 'carousel' }>;

async function carousel(
  config: SendCarouselConfig,
  ctx: NodeContext,
): Promise<{ content: Carousel } | { failure: Outcome }> {
  const body = await ctx.render(config.body);
  const replies = [];
  for (const { id, title } of config.replies ?? []) replies.push({ id, title: await ctx.render(title) });
  const cards: CarouselCard[] = [];
  for (const [index, { media, link, body: words, title = '', url = '' }] of config.cards.entries()) {
    const file = (await ctx.render(link)).trim();
    if (!isHttps(file)) return { failure: noLink() };
    const card = { header: { kind: media, link: file }, ...said({ body: words && (await ctx.render(words)) }) };
    if (config.offers === 'replies') {
      cards.push({ ...card, buttons: replies.map((reply) => ({ ...reply, id: replyId(index, reply.id) })) });
      continue;
    }
    const page = (await ctx.render(url)).trim();
    if (!isWeb(page))
      return { failure: fail('link.invalid', 'The button opens a page: its address begins with https://.') };
    cards.push({ ...card, link: { title: await ctx.render(title), url: page } });
  }
  const least = valueAt(messageLimits['carousel.cards.least'], ctx.now);
  if (cards.length < least) return { failure: fail('carousel.too-few', `A carousel has at least ${least} cards.`) };
  return { content: { kind: 'carousel', body, cards } };
}

/** What was shown, by the id that comes back: the reply's words and those of its card. */
const offered = ({ cards }: Carousel): { [id: string]: Json } =>
  Object.fromEntries(
    cards.flatMap(({ body, buttons = [] }, index) =>
      buttons.map(({ id, title }) => [id, { title, card: index + 1, ...(body !== undefined && { body }) }]),
    ),
  );

function tapped({ replies = [] }: SendCarouselConfig, content: InboundContent, state: Json): Answer | undefined {
  if (content.kind !== 'choice') return undefined;
  const shown = record(record(state)['offered']);
  const port = replies.find(({ id }) => id === content.id.slice(content.id.indexOf('.') + 1))?.id;
  if (port === undefined || !Object.hasOwn(shown, content.id)) return undefined;
  const value = record(shown[content.id]);
  const { title } = value;
  return { port, value, ...(typeof title === 'string' && { category: title }) };
}

const record = (value: Json | undefined): { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
