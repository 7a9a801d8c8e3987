import type { OutboundContent } from '../../../contract/index.ts';
import type { Findings } from './findings.ts';
import { checkSectionTitle } from './interactive.ts';

type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>;

export function checkProduct({ catalogId, productId, body, footer }: Of<'product'>, findings: Findings): void {
  findings.filled('catalogue-id', catalogId, '/catalogId');
  findings.filled('product-id', productId, '/productId');
  findings.atMost('body', body, 'product.body.characters', '/body');
  findings.atMost('footer', footer, 'interactive.footer.characters', '/footer');
}

export function checkProductList(content: Of<'product-list'>, findings: Findings): void {
  const { catalogId, header, body, footer, sections } = content;
  findings.filled('catalogue-id', catalogId, '/catalogId');
  findings.title('header', header, 'product-list.header.characters', '/header');
  findings.required('body', body, 'product-list.body.characters', '/body');
  findings.atMost('footer', footer, 'interactive.footer.characters', '/footer');
  checkProductSections(sections, '/sections', findings);
}

type Sections = readonly { title?: string; productIds: readonly string[] }[];

/** The sections of products of a message or of a template's button. */
export function checkProductSections(sections: Sections, path: string, findings: Findings): void {
  findings.count('sections', sections.length, 'product-list.sections.count', path);
  const ids = sections.flatMap(({ productIds }, at) =>
    productIds.map((id, index) => ({ id, path: `${path}/${at}/productIds/${index}` })),
  );
  if (sections.length > 0) findings.count('products', ids.length, 'product-list.products.count', path);
  sections.forEach(({ title, productIds }, index) => {
    const limit = 'product-list.section-title.characters';
    checkSectionTitle(title, sections.length, limit, `${path}/${index}/title`, findings);
    if (productIds.length === 0 && ids.length > 0) {
      findings.add('section-without-products', `${path}/${index}`, 'The section has no products');
    }
  });
  for (const { id, path: at } of ids) findings.filled('product-id', id, at);
}

export function checkCatalogue({ body, footer }: Of<'catalogue'>, findings: Findings): void {
  findings.required('body', body, 'catalogue.body.characters', '/body');
  findings.atMost('footer', footer, 'interactive.footer.characters', '/footer');
}
