import type { TemplateButton, TemplateComponents } from '../../contract/index.ts';
import type { TemplateSnapshot } from './schema.ts';

/** What a place takes, and by what rules its value is read. */
export type PlaceKind =
  | 'text'
  | 'link'
  | 'filename'
  | 'latitude'
  | 'longitude'
  | 'place-name'
  | 'address'
  | 'product'
  | 'catalogue'
  | 'payload'
  | 'url'
  | 'code'
  | 'data'
  | 'thumbnail'
  | 'products'
  | 'ends';

/** Something of a template that a sender fills, or may fill. */
export type Place = {
  /** The same in every language of the template: `body_1`, `header_link`, `button0_url`, `card1_body_name`. */
  id: string;
  kind: PlaceKind;
  required: boolean;
  part: 'header' | 'body' | 'button' | 'offer';
  /** The name between the braces, of texts. */
  variable?: string;
  /** Counted from 0 over all buttons. */
  button?: number;
  card?: number;
  example?: string;
  /** Takes the value of this place when it has none of its own. */
  sameAs?: string;
};

/** What of a template cannot be filled: a header of an unknown kind, or the titles of such buttons. */
export function unknownParts({ components }: Pick<TemplateSnapshot, 'components'>): {
  header: boolean;
  buttons: string[];
} {
  const parts = [components, ...(components.cards ?? [])];
  return {
    header: parts.some(({ header }) => header?.format === 'other'),
    buttons: parts.flatMap(({ buttons = [] }) =>
      buttons.filter(({ kind, variable }) => kind === 'other' && variable).map(({ title }) => title),
    ),
  };
}

type Part = Pick<TemplateComponents, 'header' | 'body' | 'buttons'>;

/** All places of a template, as it is read from top to bottom. */
export function placesOf({ category, components }: Pick<TemplateSnapshot, 'category' | 'components'>): Place[] {
  const { offer, cards = [] } = components;
  return [
    ...placesIn(components, { code: category === 'authentication' }),
    ...(offer?.ends ? [{ id: 'offer_ends', kind: 'ends' as const, required: true, part: 'offer' as const }] : []),
    ...cards.flatMap((card, index) => placesIn(card, { card: index })),
  ];
}

type Where = { card?: number; code?: boolean };

const placesIn = ({ header, body, buttons = [] }: Part, { card, code = false }: Where): Place[] => {
  const before = card === undefined ? '' : `card${card}_`;
  const own = card === undefined ? {} : { card };
  return [
    ...(header ? headerPlaces(header) : []),
    ...texts('body', body?.variables, body?.examples),
    ...buttons.flatMap((button, index) => buttonPlaces(button, index, code)),
  ].map((place) => ({ ...place, id: before + place.id, ...own }));
};

const texts = (
  part: 'header' | 'body',
  variables: readonly string[] = [],
  examples: { [variable: string]: string } = {},
): Place[] =>
  variables.map((variable) => ({
    id: `${part}_${variable}`,
    kind: 'text',
    required: true,
    part,
    variable,
    ...(examples[variable] !== undefined && { example: examples[variable] }),
  }));

function headerPlaces({ format, variables, examples }: NonNullable<Part['header']>): Place[] {
  const place = (name: string, kind: PlaceKind, required = true): Place => ({
    id: `header_${name}`,
    kind,
    required,
    part: 'header',
  });
  switch (format) {
    case 'text':
      return texts('header', variables, examples);
    case 'image':
    case 'video':
      return [place('link', 'link')];
    case 'document':
      return [place('link', 'link'), place('filename', 'filename', false)];
    case 'location':
      return [
        place('latitude', 'latitude'),
        place('longitude', 'longitude'),
        place('name', 'place-name', false),
        place('address', 'address', false),
      ];
    case 'product':
      return [place('product', 'product'), place('catalogue', 'catalogue')];
    case 'other':
      return [];
  }
}

function buttonPlaces({ kind, variable, example }: TemplateButton, button: number, code: boolean): Place[] {
  const place = (name: PlaceKind, required: boolean): Place => ({
    id: `button${button}_${name}`,
    kind: name,
    required,
    part: 'button',
    button,
    ...(example !== undefined && { example }),
  });
  // The button of a code repeats the code of the text (Cloud API: authentication templates).
  const repeated = (name: 'url' | 'code'): Place => ({ ...place(name, !code), ...(code && { sameAs: 'body_1' }) });
  switch (kind) {
    case 'quick-reply':
      return [place('payload', false)];
    case 'url':
      return variable ? [repeated('url')] : [];
    case 'copy-code':
      return variable ? [repeated('code')] : [];
    case 'form':
      return [place('data', false)];
    case 'catalogue':
      return [place('thumbnail', false)];
    case 'products':
      return [place('thumbnail', true), place('products', true)];
    case 'phone':
    case 'other':
      return [];
  }
}
