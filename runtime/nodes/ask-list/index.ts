import { defineNodeType, type Choice, type NodeContext, type OutboundContent } from '../../contract/index.ts';
import { answered, ask, askForm, askPorts, askTexts, checkAsk } from '../asking.ts';
import { checkChoices, choicePorts, chosen, filled, keptTitles, noChoices, shownTitles } from '../choosing.ts';
import { emptyText } from '../config-parts.ts';
import { AskListConfig } from './schema.ts';

type List = Extract<OutboundContent, { kind: 'list' }>;

const texts = [
  ...askTexts,
  'header',
  'footer',
  'button',
  'sections.*.title',
  'sections.*.rows.*.title',
  'sections.*.rows.*.description',
];

export const askList = defineNodeType({
  type: 'ask-list',
  version: 1,
  config: AskListConfig,
  initial: { body: '', button: '', sections: [{ rows: [] }], retries: 1 },
  ports: (config) => [...choicePorts(rowsOf(config)), ...askPorts],
  check: (config) => {
    const paths = config.sections.flatMap(({ rows }, section) =>
      rows.map((_, row) => `/sections/${section}/rows/${row}`),
    );
    return [
      ...checkAsk(config),
      ...emptyText(config.button, '/button'),
      ...noChoices(rowsOf(config), '/sections'),
      ...checkChoices(rowsOf(config), (index) => paths[index] ?? '/sections'),
    ];
  },
  async enter(config, ctx) {
    const content = await question(config, await ctx.render(config.body), ctx);
    return ask(config, content, { asked: 1, titles: shownTitles(rowsOf(content)) }, ctx);
  },
  resume: (config, input, ctx) =>
    answered(config, input, ctx, {
      read: (content) => chosen(content, keptTitles(ctx.state)),
      question: (body) => question(config, body, ctx),
    }),
  texts: { templates: texts, expressions: [], translated: texts },
  editor: {
    label: 'nodes.ask-list.label',
    group: 'asks',
    icon: 'list-details',
    form: [
      {
        key: 'header',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'interactive.header.characters' },
      },
      { key: 'body', widget: 'template-text', chat: true, limits: { characters: 'list.body.characters' } },
      {
        key: 'footer',
        widget: 'template-text',
        oneLine: true,
        limits: { characters: 'interactive.footer.characters' },
      },
      { key: 'button', widget: 'template-text', oneLine: true, limits: { characters: 'list.button.characters' } },
      {
        key: 'sections',
        widget: 'sections',
        limits: {
          sections: 'list.sections.count',
          section: 'list.section-title.characters',
          items: 'list.rows.count',
          title: 'list.row-title.characters',
          description: 'list.row-description.characters',
        },
      },
      ...askForm('list.body.characters'),
    ],
    preview: ({ header, body, footer, button, sections }) => ({
      kind: 'list',
      body,
      button,
      sections,
      ...(header && { header }),
      ...(footer && { footer }),
    }),
  },
});

const rowsOf = ({ sections }: { sections: { rows: Choice[] }[] }): Choice[] => sections.flatMap(({ rows }) => rows);

async function question(
  { header, footer, button, sections }: AskListConfig,
  body: string,
  ctx: NodeContext,
): Promise<List> {
  const shown: List['sections'] = [];
  for (const { title, rows } of sections)
    shown.push({ ...(title && { title: await ctx.render(title) }), rows: await filled(rows, ctx) });
  return {
    kind: 'list',
    ...(header && { header: await ctx.render(header) }),
    body,
    ...(footer && { footer: await ctx.render(footer) }),
    button: await ctx.render(button),
    sections: shown,
  };
}
