import {
  filledTemplate,
  type OutboundContent,
  type ProviderTemplate,
  type TemplateButton,
  type TemplateButtonValue,
  type TemplateParameters,
  type TemplateValue,
} from '../../../contract/index.ts';
import { compact, dict, isDict, list, number, text, type Dict } from '../json-readers.ts';
import type { GraphError } from './errors.ts';

type Content = Extract<OutboundContent, { kind: 'template' }>;
type Given = Pick<TemplateParameters, 'header' | 'body' | 'buttons'>;
type Wanted = Pick<ProviderTemplate['components'], 'header' | 'body' | 'buttons'>;

const isError = (value: object): value is GraphError => 'status' in value;

const count = (details: string): GraphError => ({
  status: 400,
  code: 132000,
  message: '(#132000) Number of parameters does not match the expected number of params',
  details,
});
const format = (details: string): GraphError => ({
  status: 400,
  code: 132012,
  message: '(#132012) Parameter format does not match format in the created template',
  details,
});
const missing = (details: string): GraphError => ({
  status: 400,
  code: 131008,
  message: '(#131008) Required parameter is missing',
  details,
});
const wrong = (details: string): GraphError => ({
  status: 400,
  code: 132018,
  message: "(#132018) There's an issue with the parameters in your template",
  details,
});
export const templateTexts = (tooLong: boolean, details: string): GraphError =>
  tooLong ? { status: 400, code: 132005, message: '(#132005) Translated text too long', details } : wrong(details);

/** Whether a template of the account may be sent now. */
export function statusProblem(
  name: string,
  language: string,
  template: ProviderTemplate | undefined,
): GraphError | undefined {
  switch (template?.status) {
    case 'approved':
      return undefined;
    case 'paused':
      return { status: 400, code: 132015, message: '(#132015) Template is paused' };
    case 'disabled':
      return { status: 400, code: 132016, message: '(#132016) Template is disabled' };
    default: {
      const details = `template name (${name}) does not exist in ${language}`;
      return {
        status: 404,
        code: 132001,
        message: '(#132001) Template name does not exist in the translation',
        details,
      };
    }
  }
}

/** A template's send as the contract says it, or how it does not fit the template. */
export function readTemplateSend(node: Dict, template: ProviderTemplate): Content | GraphError {
  const components = list(node['components']).map(dict);
  const named = template.parameterFormat === 'named';
  const { cards: wantedCards = [], offer, ...parts } = template.components;
  const given = readGiven(components);
  if (isError(given)) return given;
  const problem = partsProblem(given, parts, named);
  if (problem) return problem;
  const cards = readCards(components, wantedCards, named);
  if (isError(cards)) return cards;
  const offerEndsAt = readOffer(components);
  if (offer?.ends && offerEndsAt === undefined) return missing('limited_time_offer: expiration_time_ms is required');
  return {
    kind: 'template',
    name: template.name,
    language: template.language,
    parameters: compact<TemplateParameters>({ ...given, offerEndsAt, cards: cards.length > 0 ? cards : undefined }),
    shown: compact<Content['shown']>({
      header: parts.header?.text ? { kind: 'text', text: filled(parts.header.text, given.header) } : undefined,
      body: parts.body && filled(parts.body.text, given.body),
    }),
  };
}

const filled = (words: string, values: readonly TemplateValue[] = []): string =>
  filledTemplate(
    words,
    Object.fromEntries(
      values.flatMap((value, index) => (value.kind === 'text' ? [[value.name ?? String(index + 1), value.text]] : [])),
    ),
  );

const typeOf = ({ type }: Dict): string => (text(type) ?? '').toLowerCase();

function readGiven(components: readonly Dict[]): Given | GraphError {
  const of = (type: string) => components.find((component) => typeOf(component) === type);
  const read = (type: string) => of(type) && list(of(type)?.['parameters']).map((value) => readValue(dict(value)));
  const [header, body] = [read('header'), read('body')];
  if ([...(header ?? []), ...(body ?? [])].includes(undefined))
    return wrong('A parameter has a type that is not known');
  const buttons = components.filter((component) => typeOf(component) === 'button').map(readButton);
  const unread = buttons.find(isError);
  if (unread) return unread;
  return compact<Given>({
    header: header?.filter((value) => value !== undefined),
    body: body?.filter((value) => value !== undefined),
    buttons: buttons.length > 0 ? buttons.flatMap((button) => (isError(button) ? [] : [button])) : undefined,
  });
}

function readValue(value: Dict): TemplateValue | undefined {
  const type = typeOf(value);
  const node = dict(value[type]);
  switch (type) {
    case 'text':
      return typeof value['text'] === 'string'
        ? compact<TemplateValue>({ kind: 'text', text: value['text'], name: text(value['parameter_name']) })
        : undefined;
    case 'image':
    case 'video':
    case 'document': {
      // A file that was uploaded is named by its id, which the number's other rules have judged.
      const link =
        text(node['link']) ?? (text(node['id']) !== undefined ? `https://graph.example/${text(node['id'])}` : '');
      return { kind: type, link };
    }
    case 'location': {
      const [latitude, longitude] = [number(node['latitude']), number(node['longitude'])];
      return latitude === undefined || longitude === undefined ? undefined : { kind: 'location', latitude, longitude };
    }
    case 'product':
      return {
        kind: 'product',
        productId: text(node['product_retailer_id']) ?? '',
        catalogId: text(node['catalog_id']) ?? '',
      };
    default:
      return undefined;
  }
}

function readButton(component: Dict): TemplateButtonValue | GraphError {
  const index = number(component['index']) ?? -1;
  const kind = (text(component['sub_type']) ?? '').toLowerCase();
  const parameter = dict(list(component['parameters'])[0]);
  const action = dict(parameter['action']);
  const thumbnailProductId = text(action['thumbnail_product_retailer_id']);
  switch (kind) {
    case 'url':
      return { index, kind: 'url', text: text(parameter['text']) ?? '' };
    case 'quick_reply':
      return { index, kind: 'quick-reply', payload: text(parameter['payload']) ?? '' };
    case 'copy_code':
      return { index, kind: 'copy-code', code: text(parameter['coupon_code']) ?? '' };
    case 'flow':
      return { index, kind: 'form', token: text(action['flow_token']) ?? 'unused' };
    case 'catalog':
      return compact<TemplateButtonValue>({ index, kind: 'catalogue', thumbnailProductId });
    case 'mpm': {
      const sections = list(action['sections']).map((section) => ({
        title: text(dict(section)['title']) ?? '',
        productIds: list(dict(section)['product_items']).map((item) => text(dict(item)['product_retailer_id']) ?? ''),
      }));
      return { index, kind: 'products', thumbnailProductId: thumbnailProductId ?? '', sections };
    }
    default:
      return wrong(`buttons: sub_type ${kind} is not known`);
  }
}

function partsProblem(given: Given, wanted: Wanted, named: boolean, where = ''): GraphError | undefined {
  return (
    headerProblem(given, wanted, named, where) ??
    textProblem('body', given.body ?? [], wanted.body?.variables ?? [], named, where) ??
    buttonsProblem(given.buttons ?? [], wanted.buttons ?? [], where)
  );
}

function headerProblem({ header = [] }: Given, wanted: Wanted, named: boolean, where: string): GraphError | undefined {
  const asked = wanted.header?.format;
  if (asked === undefined || asked === 'text' || asked === 'other') {
    return textProblem('header', header, wanted.header?.variables ?? [], named, where);
  }
  const [first] = header;
  if (header.length === 1 && first?.kind === asked) return undefined;
  const received = first?.kind.toUpperCase() ?? 'UNKNOWN';
  return format(`${where}header: Format mismatch, expected ${asked.toUpperCase()}, received ${received}`);
}

function textProblem(
  part: string,
  values: readonly TemplateValue[],
  variables: readonly string[],
  named: boolean,
  where: string,
): GraphError | undefined {
  if (values.length !== variables.length) {
    return count(
      `${where}${part}: number of localizable_params (${values.length}) does not match the expected number of params (${variables.length})`,
    );
  }
  const odd = values.find(({ kind }) => kind !== 'text');
  if (odd) return format(`${where}${part}: Format mismatch, expected TEXT, received ${odd.kind.toUpperCase()}`);
  const names = values.map((value) => (value.kind === 'text' ? value.name : undefined));
  if (!named)
    return names.every((name) => name === undefined) ? undefined : format(`${where}${part}: the template has no names`);
  const lacking = variables.find((variable) => !names.includes(variable));
  return lacking === undefined ? undefined : format(`${where}${part}: Parameter name is missing or wrong: ${lacking}`);
}

function buttonsProblem(
  given: readonly TemplateButtonValue[],
  wanted: readonly TemplateButton[],
  where: string,
): GraphError | undefined {
  const stray = given.find(
    ({ index, kind }) => wanted[index]?.kind !== kind || (kind === 'url' && !wanted[index]?.variable),
  );
  if (stray) return wrong(`${where}buttons: Button at index ${stray.index} takes no parameter of type ${stray.kind}`);
  const lacking = wanted.findIndex(({ variable }, index) => variable && !given.some((value) => value.index === index));
  return lacking === -1
    ? undefined
    : missing(`${where}buttons: Button at index ${lacking} of type ${wanted[lacking]!.kind} requires a parameter`);
}

function readCards(components: readonly Dict[], wanted: readonly Wanted[], named: boolean): Given[] | GraphError {
  const carousel = components.find((component) => typeOf(component) === 'carousel');
  const cards = list(carousel?.['cards']).map(dict);
  if (cards.length !== wanted.length) {
    return count(`carousel: number of cards (${cards.length}) does not match the expected number (${wanted.length})`);
  }
  const read: Given[] = [];
  for (const [index, card] of cards.entries()) {
    const given = readGiven(list(card['components']).map(dict));
    if (isError(given)) return given;
    const problem = partsProblem(given, wanted[index]!, named, `card ${index}: `);
    if (problem) return problem;
    read.push(given);
  }
  return read;
}

function readOffer(components: readonly Dict[]): string | undefined {
  const offer = components.find((component) => typeOf(component) === 'limited_time_offer');
  const node = list(offer?.['parameters']).find(isDict);
  const ms = number(dict(dict(node)['limited_time_offer'])['expiration_time_ms']);
  return ms === undefined || Math.abs(ms) > 8.64e15 ? undefined : new Date(ms).toISOString();
}
