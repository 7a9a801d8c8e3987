import {
  filledTemplate,
  type Header,
  type Json,
  type OutboundContent,
  type ShownTemplate,
  type TemplateButton,
  type TemplateButtonValue,
  type TemplateComponents,
  type TemplateParameters,
  type TemplateValue,
} from '../../contract/index.ts';
import { sectionsIn } from './product-sections.ts';
import type { TemplateSnapshot } from './schema.ts';
import type { Values } from './values.ts';

type TemplateContent = Extract<OutboundContent, { kind: 'template' }>;
type Part = Pick<TemplateComponents, 'header' | 'body' | 'buttons'> & { footer?: string };

/** What is more than the values: what a form comes back with, and what replies come back as, by place. */
export type Marks = { token: string; payloads?: { [place: string]: string } };

/** The template with these values in its places. What nothing fills stands as the template has it. */
export function templateContent(template: TemplateSnapshot, values: Values, marks: Marks): TemplateContent {
  const { name, language, category, parameterFormat, components } = template;
  const { cards, offer } = components;
  const named = parameterFormat === 'named';
  const ends = values['offer_ends'];
  return {
    kind: 'template',
    name,
    language,
    ...(category !== 'other' && { category }),
    parameters: {
      ...parametersOf(components, { values, before: '', named, marks }),
      ...(offer?.ends && typeof ends === 'string' && { offerEndsAt: ends }),
      ...(cards && {
        cards: cards.map((card, index) => parametersOf(card, { values, before: `card${index}_`, named, marks })),
      }),
    },
    shown: {
      ...shownPart(components, values, ''),
      ...(cards && { cards: cards.map((card, index) => shownPart(card, values, `card${index}_`)) }),
    },
  };
}

type Filling = { values: Values; before: string; named: boolean; marks: Marks };

function parametersOf({ header, body, buttons = [] }: Part, filling: Filling): TemplateParameters {
  const above = header ? headerValues(header, filling) : [];
  const texts = textValues('body', body?.variables, filling);
  const tapped = buttons.flatMap((button, index) => buttonValue(button, index, filling) ?? []);
  return {
    ...(above.length > 0 && { header: above }),
    ...(texts.length > 0 && { body: texts }),
    ...(tapped.length > 0 && { buttons: tapped }),
  };
}

const textAt = (values: Values, place: string): string | undefined => {
  const value = values[place];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const textValues = (
  part: 'header' | 'body',
  variables: readonly string[] = [],
  { values, before, named }: Filling,
): TemplateValue[] =>
  variables.map((variable) => ({
    kind: 'text',
    text: textAt(values, `${before}${part}_${variable}`) ?? '',
    ...(named && { name: variable }),
  }));

function headerValues(header: NonNullable<Part['header']>, filling: Filling): TemplateValue[] {
  const { format, variables } = header;
  const at = (name: string) => textAt(filling.values, `${filling.before}header_${name}`);
  const number = (name: string) => Number(filling.values[`${filling.before}header_${name}`] ?? 0) || 0;
  switch (format) {
    case 'text':
      return textValues('header', variables, filling);
    case 'image':
    case 'video':
      return [{ kind: format, link: at('link') ?? '' }];
    case 'document':
      return [{ kind: format, link: at('link') ?? '', ...only({ filename: at('filename') }) }];
    case 'location':
      return [
        {
          kind: 'location',
          latitude: number('latitude'),
          longitude: number('longitude'),
          ...only({ name: at('name'), address: at('address') }),
        },
      ];
    case 'product':
      return [{ kind: 'product', productId: at('product') ?? '', catalogId: at('catalogue') ?? '' }];
    case 'other':
      return [];
  }
}

const only = <Name extends string>(fields: { [name in Name]: string | undefined }): { [name in Name]?: string } =>
  Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== undefined)) as { [name in Name]?: string };

function buttonValue(
  { kind, variable }: TemplateButton,
  index: number,
  { values, before, marks }: Filling,
): TemplateButtonValue | undefined {
  const place = (name: string) => `${before}button${index}_${name}`;
  const at = (name: string) => textAt(values, place(name));
  switch (kind) {
    case 'quick-reply': {
      const payload = at('payload') ?? marks.payloads?.[place('payload')];
      return payload === undefined ? undefined : { index, kind, payload };
    }
    case 'url':
      return variable ? { index, kind, text: at('url') ?? '' } : undefined;
    case 'copy-code':
      return variable ? { index, kind, code: at('code') ?? '' } : undefined;
    case 'form': {
      const data = values[place('data')];
      return { index, kind, token: marks.token, ...(isRecord(data) && { data }) };
    }
    case 'catalogue': {
      const thumbnailProductId = at('thumbnail');
      return thumbnailProductId === undefined ? undefined : { index, kind, thumbnailProductId };
    }
    case 'products':
      return {
        index,
        kind,
        thumbnailProductId: at('thumbnail') ?? '',
        sections: sectionsIn(values[place('products')]),
      };
    case 'phone':
    case 'other':
      return undefined;
  }
}

const isRecord = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shownPart({ header, body, footer, buttons = [] }: Part, values: Values, before: string): ShownTemplate {
  const filled = (part: 'header' | 'body', text: string, variables: readonly string[]) =>
    filledTemplate(
      text,
      Object.fromEntries(variables.map((variable) => [variable, textAt(values, `${before}${part}_${variable}`)])),
    );
  const above =
    header &&
    shownHeader(header, textAt(values, `${before}header_link`), (text) => filled('header', text, header.variables));
  return {
    ...(above && { header: above }),
    ...(body && { body: filled('body', body.text, body.variables) }),
    ...(footer !== undefined && { footer }),
    ...(buttons.length > 0 && { buttons: buttons.map(({ title, kind }) => ({ title, kind })) }),
  };
}

function shownHeader(
  { format, text, exampleLink }: NonNullable<Part['header']>,
  link: string | undefined,
  filled: (text: string) => string,
): Header | undefined {
  switch (format) {
    case 'text':
      return { kind: 'text', text: filled(text ?? '') };
    case 'image':
    case 'video':
    case 'document':
      return { kind: format, link: link ?? exampleLink ?? '' };
    default:
      return undefined;
  }
}
