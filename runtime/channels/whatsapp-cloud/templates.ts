import { templateVariables, type ProviderTemplate, type TemplateButton } from '../../contract/index.ts';
import type { ChannelIo, ChannelTemplates } from '../channel.ts';
import { failureFinding } from './diagnose.ts';
import { callGraph } from './graph.ts';
import { compact, dict, firstText, isDict, list, text, type Dict } from './json-readers.ts';
import type { WhatsAppCloudSettings } from './settings.ts';

const fields = 'name,language,category,status,parameter_format,components';
/** Accounts may have thousands; whoever has so many finds theirs by name. */
const most = 500;
const perPage = 100;
const patienceMs = 20_000;

/** The templates of the number's account, page by page, at most 500 and for at most 20 seconds. Never throws. */
export async function listTemplates(
  { wabaId, accessToken }: WhatsAppCloudSettings,
  io: ChannelIo,
): Promise<ChannelTemplates> {
  const patience = AbortSignal.timeout(patienceMs);
  const signal = io.signal ? AbortSignal.any([io.signal, patience]) : patience;
  const templates: ProviderTemplate[] = [];
  for (let after: string | undefined; ;) {
    const query = new URLSearchParams({ fields, limit: String(perPage), ...(after !== undefined && { after }) });
    const path = `${wabaId}/message_templates?${query.toString()}`;
    const answer = await callGraph({ method: 'GET', path, accessToken }, { ...io, signal });
    if (answer.kind !== 'ok') return { ok: false, finding: failureFinding(answer, 'account-not-found') };
    templates.push(...list(answer.body['data']).flatMap((item) => readTemplate(item) ?? []));
    const paging = dict(answer.body['paging']);
    const next = text(paging['next']) === undefined ? undefined : text(dict(paging['cursors'])['after']);
    const isLast = next === undefined || next === after;
    if (isLast || templates.length >= most) {
      return { ok: true, templates: templates.slice(0, most), more: !isLast || templates.length > most };
    }
    after = next;
  }
}

/** A template as Graph tells it (Meta: "Message templates"); undefined for what is none. Kinds that are not known are `other`. */
export function readTemplate(item: unknown): ProviderTemplate | undefined {
  const { name, language, category, status, parameter_format, components } = dict(item);
  const called = text(name);
  const spoken = text(language);
  if (called === undefined || spoken === undefined) return undefined;
  const all = list(components).map(dict);
  const offer = dict(partOf(all, 'limited_time_offer')?.['limited_time_offer']);
  const cards = list(partOf(all, 'carousel')?.['cards']);
  return {
    name: called,
    language: spoken,
    category: categories.find((known) => known === lower(category)) ?? 'other',
    status: lower(status) || 'unknown',
    parameterFormat: lower(parameter_format) === 'named' ? 'named' : 'positional',
    components: compact({
      ...partsOf(all),
      offer:
        text(offer['text']) === undefined
          ? undefined
          : { text: String(text(offer['text'])), ends: offer['has_expiration'] === true },
      cards: cards.length > 0 ? cards.map((card) => partsOf(list(dict(card)['components']).map(dict))) : undefined,
    }),
  };
}

const categories = ['marketing', 'utility', 'authentication'] as const;
const formats = ['text', 'image', 'video', 'document', 'location', 'product'] as const;

const lower = (value: unknown): string => (text(value) ?? '').toLowerCase();

const partOf = (components: readonly Dict[], type: string): Dict | undefined =>
  components.find((component) => lower(component['type']) === type);

type Parts = Omit<ProviderTemplate['components'], 'offer' | 'cards'>;

function partsOf(components: readonly Dict[]): Parts {
  const header = partOf(components, 'header');
  const body = partOf(components, 'body');
  const buttons = list(partOf(components, 'buttons')?.['buttons']).map(dict);
  return compact({
    header: header && readHeader(header),
    body: body && { text: text(body['text']) ?? '', ...placesOf(body, 'body_text') },
    footer: text(partOf(components, 'footer')?.['text']),
    buttons: buttons.length > 0 ? buttons.map(readButton) : undefined,
  });
}

function readHeader(header: Dict): NonNullable<Parts['header']> {
  const format = formats.find((known) => known === lower(header['format'])) ?? 'other';
  return compact({
    format,
    text: text(header['text']),
    ...placesOf(header, 'header_text'),
    exampleLink: text(list(dict(header['example'])['header_handle'])[0]),
  });
}

/** A text's places and their examples, which stand by name, in a list, or in a list of lists. */
function placesOf(component: Dict, name: string): { variables: string[]; examples: { [variable: string]: string } } {
  const variables = templateVariables(text(component['text']) ?? '');
  const example = dict(component['example']);
  const named = list(example[`${name}_named_params`]).map(dict);
  const [first] = list(example[name]);
  const listed = Array.isArray(first) ? list(first) : list(example[name]);
  const examples = variables.flatMap((variable, index) => {
    const own = named.find(({ param_name }) => text(param_name) === variable)?.['example'];
    const found = firstText(own, listed[index]);
    return found === undefined ? [] : [[variable, found] as const];
  });
  return { variables, examples: Object.fromEntries(examples) };
}

const buttonKinds: { readonly [type: string]: TemplateButton['kind'] } = {
  quick_reply: 'quick-reply',
  url: 'url',
  phone_number: 'phone',
  copy_code: 'copy-code',
  flow: 'form',
  catalog: 'catalogue',
  mpm: 'products',
};

function readButton(button: Dict): TemplateButton {
  const type = lower(button['type']);
  const kind = Object.hasOwn(buttonKinds, type) ? buttonKinds[type]! : 'other';
  const url = text(button['url']);
  const example = isDict(button['example']) ? undefined : (text(button['example']) ?? text(list(button['example'])[0]));
  return compact({
    kind,
    title: text(button['text']) ?? '',
    url,
    phone: text(button['phone_number']),
    formId: text(button['flow_id']),
    variable:
      kind === 'copy-code' || kind === 'products' || (kind === 'url' && templateVariables(url ?? '').length > 0),
    example,
  });
}
