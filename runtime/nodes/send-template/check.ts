import { emptyText, repeatedIds, type ConfigIssue } from '../config-parts.ts';
import { checkFileLink } from '../message-parts.ts';
import { templatesOf } from './languages.ts';
import { placesOf, unknownParts, type Place } from './places.ts';
import { replyPorts } from './replies.ts';
import type { PlaceValue, SendTemplateConfig, TemplateSnapshot } from './schema.ts';

const error = (code: string, message: string, path: string, params: { [name: string]: string } = {}): ConfigIssue => ({
  code,
  severity: 'error',
  message,
  path,
  params,
});

export function checkTemplate(config: SendTemplateConfig): ConfigIssue[] {
  const { values, waitForReply } = config;
  const templates = templatesOf(config);
  const [first] = templates;
  if (!first)
    return [{ code: 'template.none', severity: 'error', message: 'No template is chosen yet.', path: '/template' }];
  const pathOf = (index: number) => (index === 0 ? '/template' : `/variants/${index - 1}`);
  const places = new Map(templates.flatMap((template) => placesOf(template)).map((place) => [place.id, place]));
  return [
    ...templates.flatMap((template, index) => partIssues(template, pathOf(index))),
    ...repeatedLanguages(templates, pathOf),
    ...missingValues(places, values),
    ...repeatedIds(values, (index) => `/values/${index}`),
    ...values.flatMap((value, index) => valueIssues(value, places.get(value.id), `/values/${index}`)),
    ...(waitForReply ? replyIssues(templates, pathOf) : []),
  ];
}

function partIssues(template: TemplateSnapshot, path: string): ConfigIssue[] {
  const { header, buttons } = unknownParts(template);
  return [
    ...(header
      ? [error('template.part-unknown', 'The header of the template is of a kind that cannot be filled.', path)]
      : []),
    ...buttons.map((title) =>
      error('template.button-unknown', `The button "${title}" is of a kind that cannot be filled.`, path, { title }),
    ),
  ];
}

function repeatedLanguages(templates: readonly TemplateSnapshot[], pathOf: (index: number) => string): ConfigIssue[] {
  const seen = new Set<string>();
  return templates.flatMap(({ language }, index) => {
    const repeated = seen.has(language);
    seen.add(language);
    return repeated
      ? [error('template.language-repeated', `The language "${language}" is there twice.`, pathOf(index), { language })]
      : [];
  });
}

function missingValues(places: ReadonlyMap<string, Place>, values: readonly PlaceValue[]): ConfigIssue[] {
  const given = new Set(values.map(({ id }) => id));
  return [...places.values()]
    .filter(({ id, required }) => required && !given.has(id))
    .map(({ id }) =>
      error('template.value-missing', `Nothing fills the place "${id}" of the template.`, '/values', { place: id }),
    );
}

function valueIssues(value: PlaceValue, place: Place | undefined, path: string): ConfigIssue[] {
  if (!place)
    return [
      {
        ...error('template.value-unused', `The template has no place "${value.id}" any more.`, path, {
          place: value.id,
        }),
        severity: 'warning',
      },
    ];
  if (!('text' in value)) return [];
  if (place.kind === 'link') return checkFileLink(value.text, `${path}/text`);
  return place.required ? emptyText(value.text, `${path}/text`) : [];
}

function replyIssues(templates: readonly TemplateSnapshot[], pathOf: (index: number) => string): ConfigIssue[] {
  const idsOf = (template: TemplateSnapshot) =>
    replyPorts(template)
      .map(({ id }) => id)
      .join();
  const [first] = templates;
  const ids = first ? idsOf(first) : '';
  if (ids === '')
    return [
      error(
        'template.no-replies',
        'The card waits for a tap, but the template has nothing to reply with.',
        '/waitForReply',
      ),
    ];
  return templates.flatMap((template, index) =>
    idsOf(template) === ids
      ? []
      : [
          error('template.replies-differ', `In "${template.language}" the template has other replies.`, pathOf(index), {
            language: template.language,
          }),
        ],
  );
}
