import type { Header, OutboundContent } from '../../../contract/index.ts';
import type { LimitName } from '../limits.ts';
import type { Findings } from './findings.ts';

type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>;

export function checkHeader(header: Header | undefined, findings: Findings): void {
  if (header?.kind === 'text') findings.title('header', header.text, 'interactive.header.characters', '/header/text');
  else if (header) findings.fileLink(header.link, '/header/link');
}

/** The texts that interactive messages have in common. */
function checkWords(
  { header, body, footer }: { header?: Header; body: string; footer?: string },
  bodyLimit: LimitName,
  findings: Findings,
): void {
  checkHeader(header, findings);
  findings.required('body', body, bodyLimit, '/body');
  findings.atMost('footer', footer, 'interactive.footer.characters', '/footer');
}

export function checkButtons(content: Of<'buttons'>, findings: Findings): void {
  const { buttons } = content;
  checkWords(content, 'interactive.body.characters', findings);
  findings.count('buttons', buttons.length, 'buttons.count', '/buttons');
  buttons.forEach(({ id, title }, index) => {
    findings.title('button-title', title, 'button.title.characters', `/buttons/${index}/title`);
    findings.required('button-id', id, 'button.id.characters', `/buttons/${index}/id`);
  });
  const ids = buttons.map(({ id }) => id);
  findings.unique('button-id', ids, (index) => `/buttons/${index}/id`);
  const titles = buttons.map(({ title }) => title);
  findings.unique('button-title', titles, (index) => `/buttons/${index}/title`);
}

export function checkList({ header, body, footer, button, sections }: Of<'list'>, findings: Findings): void {
  findings.atMost('header', header, 'interactive.header.characters', '/header');
  if (header !== undefined) findings.oneLine('header', header, '/header');
  findings.required('body', body, 'list.body.characters', '/body');
  findings.atMost('footer', footer, 'interactive.footer.characters', '/footer');
  findings.title('list-button', button, 'list.button.characters', '/button');
  findings.count('sections', sections.length, 'list.sections.count', '/sections');
  const rows = sections.flatMap((section, at) =>
    section.rows.map((row, index) => ({ row, path: `/sections/${at}/rows/${index}` })),
  );
  if (sections.length > 0) findings.count('rows', rows.length, 'list.rows.count', '/sections');
  sections.forEach(({ title, rows: own }, index) => {
    const path = `/sections/${index}`;
    checkSectionTitle(title, sections.length, 'list.section-title.characters', `${path}/title`, findings);
    if (own.length === 0 && rows.length > 0) findings.add('section-without-rows', path, 'The section has no rows');
  });
  for (const { row, path } of rows) {
    findings.title('row-title', row.title, 'list.row-title.characters', `${path}/title`);
    findings.required('row-id', row.id, 'list.row-id.characters', `${path}/id`);
    findings.atMost('row-description', row.description, 'list.row-description.characters', `${path}/description`);
  }
  const ids = rows.map(({ row }) => row.id);
  findings.unique('row-id', ids, (index) => `${rows[index]!.path}/id`);
}

/** Sections need titles where there are several. */
export function checkSectionTitle(
  title: string | undefined,
  sections: number,
  limit: LimitName,
  path: string,
  findings: Findings,
): void {
  if (sections > 1) findings.required('section-title', title ?? '', limit, path);
  else findings.atMost('section-title', title, limit, path);
}

export function checkLinkButton(content: Of<'link-button'>, findings: Findings): void {
  checkWords(content, 'link-button.body.characters', findings);
  findings.title('button-title', content.title, 'link-button.title.characters', '/title');
  findings.webLink(content.url, '/url');
}

/** Pictures that stand for something: digits and the like are none. */
const pictograph = /\p{Extended_Pictographic}/u;

export function checkForm(content: Of<'form-request'>, findings: Findings): void {
  const { button, formId, screen, data } = content;
  checkWords(content, 'form-request.body.characters', findings);
  findings.title('form-button', button, 'form-request.button.characters', '/button');
  if (pictograph.test(button)) findings.add('form-button-emoji', '/button', 'The form button has an emoji');
  findings.filled('form-id', formId, '/formId');
  if (data !== undefined && Object.keys(data).length > 0 && !screen) {
    findings.add('form-screen-missing', '/screen', 'Data for a form needs the screen that it is for');
  }
}
