import { defineNodeType, nextPort, type FormField } from '../../contract/index.ts';
import { answered, ask as askFor, askForm, askPorts, askTexts, checkAsk } from '../asking.ts';
import type { ConfigIssue } from '../config-parts.ts';
import { checkMeant, orNotMeant } from '../meant.ts';
import { read } from './read.ts';
import { AskConfig } from './schema.ts';

const texts = [
  ...askTexts,
  ...['unreadable', 'tooLow', 'tooHigh', 'wrongForm'].map((reason) => `retryTexts.${reason}`),
];

const answerTypes = AskConfig.properties.answerType.anyOf.map((type) => type.const);

const retryTexts: FormField = {
  key: 'retryTexts',
  widget: 'retry-texts',
  label: 'asks.fields.retryTexts',
  limits: { characters: 'text.body.characters' },
  when: { key: 'answerType', in: ['text', 'number', 'date', 'time', 'file'] },
};

export const ask = defineNodeType({
  type: 'ask',
  version: 1,
  config: AskConfig,
  initial: { body: '', answerType: 'text', retries: 1 },
  ports: () => [nextPort, ...askPorts],
  check: (config) => [...checkAsk(config), ...limits(config), ...impossible(config)],
  async enter(config, ctx) {
    return askFor(config, { kind: 'text', body: await ctx.render(config.body) }, { asked: 1 }, ctx);
  },
  resume: (config, input, ctx) =>
    orNotMeant(() =>
      answered(config, input, ctx, {
        read: (content) => read(config, content, ctx),
        question: async (body) => ({ kind: 'text', body }),
      }),
    ),
  texts: {
    templates: [...texts, 'validation.earliest', 'validation.latest'],
    expressions: [],
    patterns: ['validation.pattern'],
    translated: texts,
  },
  editor: {
    label: 'nodes.ask.label',
    group: 'asks',
    icon: 'message-question',
    form: [
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'text.body.characters' } },
      {
        key: 'answerType',
        widget: 'select',
        options: answerTypes.map((value) => ({ value, label: `nodes.ask.options.${value}` })),
      },
      {
        key: 'validation',
        widget: 'validation',
        when: { key: 'answerType', in: ['text', 'number', 'date', 'time', 'phone', 'file'] },
      },
      ...askForm('text.body.characters').flatMap((field) =>
        field.key === 'retryText' ? [field, retryTexts] : [field],
      ),
    ],
    preview: ({ body }) => ({ kind: 'text', body }),
  },
});

/** Limits that are no dates or times. */
function limits({ answerType, validation = {} }: AskConfig): ConfigIssue[] {
  if (answerType !== 'date' && answerType !== 'time') return [];
  return (['earliest', 'latest'] as const).flatMap((name) => {
    const limit = validation[name];
    return limit ? checkMeant(limit, answerType, `/validation/${name}`) : [];
  });
}

function impossible({ answerType, validation = {} }: AskConfig): ConfigIssue[] {
  const { minimum, maximum, minimumLength, maximumLength, earliest, latest } = validation;
  const [least, most] =
    answerType === 'number'
      ? [minimum, maximum]
      : answerType === 'text'
        ? [minimumLength, maximumLength]
        : answerType === 'date' && isDay(earliest) && isDay(latest)
          ? [earliest, latest]
          : [];
  if (least === undefined || most === undefined || least <= most) return [];
  return [
    {
      code: 'validation.impossible',
      severity: 'error',
      message: 'No answer can satisfy this: the least is more than the most.',
      path: '/validation',
      params: { least, most },
    },
  ];
}

/** Days compare as they are written; what is reckoned from today does not. */
const isDay = (text: string | undefined): boolean => text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text);
