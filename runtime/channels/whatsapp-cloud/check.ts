import type { Instant, OutboundContent } from '../../contract/index.ts';
import { checkCarousel, checkContacts } from './check/cards.ts';
import { checkMedia } from './check/file.ts';
import { Findings, type ContentIssue } from './check/findings.ts';
import { checkButtons, checkForm, checkLinkButton, checkList } from './check/interactive.ts';
import { checkCatalogue, checkProduct, checkProductList } from './check/products.ts';
import { checkTemplate } from './check/template.ts';

export { checkFile } from './check/file.ts';
export type { ContentIssue } from './check/findings.ts';

type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>;
type Checks = { readonly [Kind in OutboundContent['kind']]: (content: Of<Kind>, findings: Findings) => void };

const checks: Checks = {
  text: ({ body }, findings) => findings.required('body', body, 'text.body.characters', '/body'),
  media: checkMedia,
  location: checkPlace,
  buttons: checkButtons,
  list: checkList,
  'link-button': checkLinkButton,
  'location-request': ({ body }, findings) =>
    findings.required('body', body, 'location-request.body.characters', '/body'),
  'contact-cards': checkContacts,
  product: checkProduct,
  'product-list': checkProductList,
  catalogue: checkCatalogue,
  template: checkTemplate,
  carousel: checkCarousel,
  'form-request': checkForm,
};

/**
 * What WhatsApp would refuse, found without asking it: empty when it takes the message. Paths are JSON pointers into the content.
 * Texts with `{{ }}` are for the caller to fill first, or to leave out.
 */
export function checkContent(content: OutboundContent, at: Instant): ContentIssue[] {
  const findings = new Findings(at);
  check(content, findings);
  return findings.issues;
}

function check<Kind extends OutboundContent['kind']>(content: Of<Kind>, findings: Findings): void {
  checks[content.kind](content, findings);
}

function checkPlace({ latitude, longitude }: Of<'location'>, findings: Findings): void {
  if (!(Math.abs(latitude) <= 90))
    findings.add('latitude-invalid', '/latitude', 'The latitude is not between -90 and 90');
  if (!(Math.abs(longitude) <= 180)) {
    findings.add('longitude-invalid', '/longitude', 'The longitude is not between -180 and 180');
  }
}
