import { Value } from '@sinclair/typebox/value';
import {
  templateVariables,
  type Json,
  type ProviderTemplate,
  type TemplateButton,
  type TemplateComponents,
} from '../../../runtime/contract/index.ts';
import { sendTemplate } from '../../../runtime/nodes/send-template/index.ts';
import { templatesOf } from '../../../runtime/nodes/send-template/languages.ts';
import { placesOf, type Place } from '../../../runtime/nodes/send-template/places.ts';
import type { PlaceValue, SendTemplateConfig, TemplateSnapshot } from '../../../runtime/nodes/send-template/schema.ts';
import { same } from '../../flow/edit-parts.ts';
import { partId, type NewId } from '../../flow/ids.ts';

/** The card's config, or what a new card has where a foreign file's cannot be read. */
export const configOf = (whole: unknown): SendTemplateConfig =>
  Value.Check(sendTemplate.config, whole) ? whole : sendTemplate.initial;

/** A template's copy in the card: all but its status, which changes. */
export const snapshotOf = ({ status: _status, ...template }: ProviderTemplate): TemplateSnapshot => template;

/** Every place of the template, in any of its languages, each once. */
export function placesIn(config: SendTemplateConfig): Place[] {
  const places = new Map(
    templatesOf(config)
      .flatMap(placesOf)
      .map((place) => [place.id, place]),
  );
  return [...places.values()];
}

/** The config with an entry for each place: what was filled stays, what the template has no more goes. */
export function withPlaces(config: SendTemplateConfig): SendTemplateConfig {
  const known = new Map(config.values.map((value) => [value.id, value]));
  return { ...config, values: placesIn(config).map(({ id }): PlaceValue => known.get(id) ?? { id, text: '' }) };
}

/** The card while its template is typed: what was filled waits, since a place is often half typed. */
export function withTyped(config: SendTemplateConfig, template: TemplateSnapshot): SendTemplateConfig {
  const fitted = withPlaces({ ...config, template });
  const listed = new Set(fitted.values.map(({ id }) => id));
  const waiting = config.values.filter((value) => !listed.has(value.id) && !('text' in value && value.text === ''));
  return { ...fitted, values: [...fitted.values, ...waiting] };
}

/** The card with another template. Languages of the one before are languages of another template. */
export function withTemplate(config: SendTemplateConfig, template: TemplateSnapshot): SendTemplateConfig {
  const { variants, ...rest } = config;
  const stays = config.template?.name === template.name && variants;
  return withPlaces({ ...rest, template, ...(stays && { variants: stays }) });
}

export function withLanguage(
  config: SendTemplateConfig,
  template: TemplateSnapshot,
  newId?: NewId,
): SendTemplateConfig {
  const { language, components } = template;
  return withPlaces({
    ...config,
    variants: [...(config.variants ?? []), { id: partId('v', newId), language, components }],
  });
}

export function withoutLanguage(config: SendTemplateConfig, index: number): SendTemplateConfig {
  const { variants = [], ...rest } = config;
  const left = variants.toSpliced(index, 1);
  return withPlaces(left.length > 0 ? { ...rest, variants: left } : rest);
}

/** What the provider says of a template that a card has a copy of. */
export type Standing =
  /** Nobody has been asked, or the list was not whole. */
  | { kind: 'unknown' }
  | { kind: 'gone' }
  | { kind: 'changed'; now: ProviderTemplate }
  | { kind: 'not-approved'; status: string }
  | { kind: 'fine' };

export function standingOf(
  snapshot: Pick<TemplateSnapshot, 'name' | 'language' | 'components'>,
  known: { templates: readonly ProviderTemplate[]; more: boolean } | undefined,
): Standing {
  if (!known) return { kind: 'unknown' };
  const now = known.templates.find(({ name, language }) => name === snapshot.name && language === snapshot.language);
  if (!now) return { kind: known.more ? 'unknown' : 'gone' };
  if (now.status !== 'approved') return { kind: 'not-approved', status: now.status };
  return same(meaning(now.components), meaning(snapshot.components)) ? { kind: 'fine' } : { kind: 'changed', now };
}

/** Examples and where they lie change without the template changing. */
function meaning(components: TemplateComponents): unknown {
  return JSON.parse(
    JSON.stringify(components, (key, value: unknown) =>
      key === 'examples' || key === 'example' || key === 'exampleLink' ? undefined : value,
    ),
  );
}

/** A template typed by hand. */
export const blankTemplate = (language: string): TemplateSnapshot => ({
  name: '',
  language,
  category: 'utility',
  parameterFormat: 'positional',
  components: { body: { text: '', variables: [], examples: {} } },
});

type TypedHeader = NonNullable<TemplateComponents['header']>['format'] | 'none';
/** What is typed of a template; the places follow from its texts. */
export type Typed = {
  name?: string;
  language?: string;
  category?: TemplateSnapshot['category'];
  header?: TypedHeader;
  headerText?: string;
  body?: string;
  footer?: string;
  buttons?: { kind: TemplateButton['kind']; title: string; url?: string }[];
};

/** The template with something typed anew. */
export function typed(template: TemplateSnapshot, change: Typed): TemplateSnapshot {
  const { components } = template;
  const format = change.header ?? components.header?.format ?? 'none';
  const headerText = change.headerText ?? components.header?.text ?? '';
  const body = change.body ?? components.body?.text ?? '';
  const footer = change.footer ?? components.footer ?? '';
  const buttons = change.buttons?.map(buttonOf) ?? components.buttons ?? [];
  const { header: _header, body: _body, footer: _footer, buttons: _buttons, ...others } = components;
  const variables = templateVariables(body);
  const above = format === 'text' ? templateVariables(headerText) : [];
  return {
    ...template,
    name: change.name === undefined ? template.name : asTemplateName(change.name),
    language: (change.language ?? template.language).trim(),
    category: change.category ?? template.category,
    parameterFormat: [...variables, ...above].some((variable) => !/^\d+$/.test(variable)) ? 'named' : 'positional',
    components: {
      ...others,
      ...(format !== 'none' && {
        header: {
          format,
          ...(format === 'text' && { text: headerText }),
          variables: above,
          examples: components.header?.examples ?? {},
        },
      }),
      body: { text: body, variables, examples: components.body?.examples ?? {} },
      ...(footer !== '' && { footer }),
      ...(buttons.length > 0 && { buttons }),
    },
  };
}

/** Names of templates are lower-case letters, digits and underscores. */
const asTemplateName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9_]+/g, '_');

const buttonOf = ({
  kind,
  title,
  url,
}: {
  kind: TemplateButton['kind'];
  title: string;
  url?: string;
}): TemplateButton => ({
  kind,
  title,
  ...(kind === 'url' && { url: url ?? '' }),
  variable: kind === 'copy-code' || kind === 'products' || (kind === 'url' && templateVariables(url ?? '').length > 0),
});

/** Statuses that have words of their own; the provider adds further ones. */
export const knownStatuses = ['approved', 'pending', 'rejected', 'paused', 'disabled', 'in_appeal'] as const;

/** What a place is called: a key below `inspector.sentTemplate.places` and what stands in it. */
export function placeLabel(
  { kind, part, variable = '', button = 0 }: Place,
  titles: readonly string[],
): {
  key: string;
  params: { [name: string]: Json };
} {
  const title = titles[button] ?? '';
  if (kind === 'text') return { key: part, params: { variable: `{{${variable}}}` } };
  return { key: kind, params: { title } };
}
