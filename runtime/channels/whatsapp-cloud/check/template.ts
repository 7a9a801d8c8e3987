import type {
  OutboundContent,
  TemplateButtonValue,
  TemplateParameters,
  TemplateValue,
} from '../../../contract/index.ts';
import type { Findings } from './findings.ts';
import { checkProductSections } from './products.ts';

type Template = Extract<OutboundContent, { kind: 'template' }>;
type Parts = Pick<TemplateParameters, 'header' | 'body' | 'buttons'>;

/** What can be seen of a template without knowing the provider's own copy: its values and what is shown of them. */
export function checkTemplate({ name, language, parameters, shown }: Template, findings: Findings): void {
  findings.required('template-name', name, 'template.name.characters', '/name');
  if (!/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/.test(language)) {
    findings.add('template-language-invalid', '/language', `"${language}" is no language of templates`, { language });
  }
  checkParts(parameters, '/parameters', findings);
  if (parameters.offerEndsAt !== undefined && Number.isNaN(Date.parse(parameters.offerEndsAt))) {
    findings.add('offer-end-invalid', '/parameters/offerEndsAt', 'The end of the offer is no moment');
  }
  const cards = parameters.cards ?? [];
  if (cards.length > 0) findings.count('cards', cards.length, 'carousel.cards.count', '/parameters/cards');
  cards.forEach((card, index) => checkParts(card, `/parameters/cards/${index}`, findings));
  if (shown.header?.kind === 'text') {
    findings.atMost('header', shown.header.text, 'template.header.characters', '/shown/header/text');
  }
  findings.atMost('body', shown.body, 'template.body.characters', '/shown/body');
}

function checkParts({ header, body, buttons }: Parts, path: string, findings: Findings): void {
  header?.forEach((value, index) => checkValue(value, `${path}/header/${index}`, findings));
  body?.forEach((value, index) => checkValue(value, `${path}/body/${index}`, findings));
  for (const values of [header, body]) {
    const named = values?.filter((value) => value.kind === 'text' && value.name !== undefined).length ?? 0;
    if (named > 0 && named < (values?.length ?? 0)) {
      findings.add('template-names-mixed', path, 'Either all values of a template have names or none');
    }
  }
  buttons?.forEach((button, index) => checkButton(button, `${path}/buttons/${index}`, findings));
}

function checkValue(value: TemplateValue, path: string, findings: Findings): void {
  switch (value.kind) {
    case 'text':
      checkText(value.text, `${path}/text`, findings);
      break;
    case 'image':
    case 'video':
    case 'document':
      findings.fileLink(value.link, `${path}/link`);
      break;
    case 'location':
      break;
    case 'product':
      findings.filled('product-id', value.productId, `${path}/productId`);
      findings.filled('catalogue-id', value.catalogId, `${path}/catalogId`);
  }
}

/** What stands within the provider's sentence: it may not break it. */
function checkText(text: string, path: string, findings: Findings): void {
  if (!findings.filled('template-value', text, path)) return;
  if (/[\r\n\t]| {5}/.test(text)) {
    const message = 'A value of a template has a line break, a tab or more than four spaces together';
    findings.add('template-value-spacing', path, message);
  }
}

function checkButton(button: TemplateButtonValue, path: string, findings: Findings): void {
  switch (button.kind) {
    case 'url':
      checkText(button.text, `${path}/text`, findings);
      break;
    case 'quick-reply':
      findings.required('template-payload', button.payload, 'template.payload.characters', `${path}/payload`);
      break;
    case 'copy-code':
      findings.required('template-code', button.code, 'template.copy-code.characters', `${path}/code`);
      break;
    case 'form':
    case 'catalogue':
      break;
    case 'products':
      findings.filled('product-id', button.thumbnailProductId, `${path}/thumbnailProductId`);
      checkProductSections(button.sections, `${path}/sections`, findings);
  }
}
