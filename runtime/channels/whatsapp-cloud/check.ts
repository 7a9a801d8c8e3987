import type { Instant, Issue, Json, MediaKind, OutboundContent } from '../../contract/index.ts';
import { limitAt, mediaTypes, type LimitName } from './limits.ts';

export type ContentIssue = Omit<Issue, 'node'>;

type Params = { [name: string]: Json };

/** Collects issues; codes are keys of the catalogues (`issues.{code}`) and their params fill the sentence. */
class Findings {
  readonly issues: ContentIssue[] = [];
  private readonly at: Instant;
  constructor(at: Instant) {
    this.at = at;
  }

  add(code: string, path: string, message: string, params?: Params, severity: Issue['severity'] = 'error'): void {
    this.issues.push({ code: `whatsapp.${code}`, severity, message, path, ...(params && { params }) });
  }

  /** What must say something and may not say too much. */
  required(part: string, text: string, limit: LimitName, path: string): void {
    if (text.trim() === '') this.add(`${part}-empty`, path, `The ${part.replaceAll('-', ' ')} is empty`);
    else this.atMost(part, text, limit, path);
  }

  atMost(part: string, text: string | undefined, limit: LimitName, path: string): void {
    if (text === undefined) return;
    const max = limitAt(limit, this.at);
    if (text.length > max) {
      const message = `The ${part.replaceAll('-', ' ')} has ${text.length} characters; WhatsApp takes ${max}`;
      this.add(`${part}-too-long`, path, message, { max, length: text.length });
    }
  }

  count(part: string, count: number, limit: LimitName, path: string): void {
    const max = limitAt(limit, this.at);
    if (count === 0) this.add(`${part}-none`, path, `There are no ${part}`);
    else if (count > max) {
      this.add(`${part}-too-many`, path, `There are ${count} ${part}; WhatsApp takes ${max}`, { max, count });
    }
  }

  /** Titles and labels are one line of plain text. */
  oneLine(part: string, text: string, path: string): void {
    if (/[\r\n]/.test(text))
      this.add(`${part}-several-lines`, path, `The ${part.replaceAll('-', ' ')} has a line break`);
  }
}

/**
 * What WhatsApp would refuse, found without asking it: empty when it takes the message. Paths are JSON pointers into the content.
 * Texts with `{{ }}` are for the caller to fill first, or to leave out.
 */
export function checkContent(content: OutboundContent, at: Instant): ContentIssue[] {
  const findings = new Findings(at);
  switch (content.kind) {
    case 'text':
      findings.required('body', content.body, 'text.body.characters', '/body');
      break;
    case 'media':
      checkMedia(content, findings);
      break;
    case 'location':
      checkPlace(content, findings);
      break;
    case 'buttons':
      checkButtons(content, findings);
      break;
    case 'list':
      checkList(content, findings);
      break;
  }
  return findings.issues;
}

type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>;

const withoutCaption: readonly MediaKind[] = ['audio', 'voice', 'sticker'];

function checkMedia({ media, link, fileId, caption, filename }: Of<'media'>, findings: Findings): void {
  if (link === undefined && fileId === undefined) findings.add('file-missing', '', 'No file is chosen');
  if (link !== undefined && fileId !== undefined)
    findings.add('file-twice', '/link', 'Both a file and an address are given');
  if (link !== undefined) checkLink(link, '/link', findings);
  if (caption !== undefined && caption !== '' && withoutCaption.includes(media)) {
    findings.add('caption-not-allowed', '/caption', `A message of kind ${media} has no caption`, { media });
  }
  findings.atMost('caption', caption, 'media.caption.characters', '/caption');
  if (media === 'document' && filename !== undefined && !/\.[A-Za-z0-9]{1,10}$/.test(filename)) {
    const message = 'Without an extension the phone does not know what to open the document with';
    findings.add('filename-without-extension', '/filename', message, undefined, 'warning');
  }
}

function checkLink(link: string, path: string, findings: Findings): void {
  if (!/^https?:\/\/[^\s/]+(\/\S*)?$/i.test(link) && !/^https?:\/\/[^\s/]+\?\S*$/i.test(link)) {
    findings.add('link-invalid', path, 'The address must begin with https:// and have no spaces');
  } else if (/^http:/i.test(link)) {
    const message = 'WhatsApp fetches files from addresses with https:// only';
    findings.add('link-not-secure', path, message, undefined, 'warning');
  }
}

function checkPlace({ latitude, longitude }: Of<'location'>, findings: Findings): void {
  if (!(Math.abs(latitude) <= 90))
    findings.add('latitude-invalid', '/latitude', 'The latitude is not between -90 and 90');
  if (!(Math.abs(longitude) <= 180)) {
    findings.add('longitude-invalid', '/longitude', 'The longitude is not between -180 and 180');
  }
}

function checkButtons({ header, body, footer, buttons }: Of<'buttons'>, findings: Findings): void {
  if (header?.kind === 'text') {
    findings.required('header', header.text, 'interactive.header.characters', '/header/text');
    findings.oneLine('header', header.text, '/header/text');
  } else if (header) checkLink(header.link, '/header/link', findings);
  findings.required('body', body, 'interactive.body.characters', '/body');
  findings.atMost('footer', footer, 'interactive.footer.characters', '/footer');
  findings.count('buttons', buttons.length, 'buttons.count', '/buttons');
  buttons.forEach(({ id, title }, index) => {
    findings.required('button-title', title, 'button.title.characters', `/buttons/${index}/title`);
    findings.oneLine('button-title', title, `/buttons/${index}/title`);
    findings.required('button-id', id, 'button.id.characters', `/buttons/${index}/id`);
  });
  unique(
    'button-id',
    buttons.map(({ id }) => id),
    (index) => `/buttons/${index}/id`,
    findings,
  );
  unique(
    'button-title',
    buttons.map(({ title }) => title),
    (index) => `/buttons/${index}/title`,
    findings,
  );
}

function checkList({ header, body, footer, button, sections }: Of<'list'>, findings: Findings): void {
  findings.atMost('header', header, 'interactive.header.characters', '/header');
  if (header !== undefined) findings.oneLine('header', header, '/header');
  findings.required('body', body, 'list.body.characters', '/body');
  findings.atMost('footer', footer, 'interactive.footer.characters', '/footer');
  findings.required('list-button', button, 'list.button.characters', '/button');
  findings.oneLine('list-button', button, '/button');
  findings.count('sections', sections.length, 'list.sections.count', '/sections');
  const rows = sections.flatMap((section, at) =>
    section.rows.map((row, index) => ({ row, path: `/sections/${at}/rows/${index}` })),
  );
  if (sections.length > 0) findings.count('rows', rows.length, 'list.rows.count', '/sections');
  sections.forEach(({ title, rows: own }, index) => {
    const path = `/sections/${index}`;
    if (sections.length > 1)
      findings.required('section-title', title ?? '', 'list.section-title.characters', `${path}/title`);
    else findings.atMost('section-title', title, 'list.section-title.characters', `${path}/title`);
    if (own.length === 0 && rows.length > 0) findings.add('section-without-rows', path, 'The section has no rows');
  });
  for (const { row, path } of rows) {
    findings.required('row-title', row.title, 'list.row-title.characters', `${path}/title`);
    findings.oneLine('row-title', row.title, `${path}/title`);
    findings.required('row-id', row.id, 'list.row-id.characters', `${path}/id`);
    findings.atMost('row-description', row.description, 'list.row-description.characters', `${path}/description`);
  }
  unique(
    'row-id',
    rows.map(({ row }) => row.id),
    (index) => `${rows[index]!.path}/id`,
    findings,
  );
}

/** Points at every value that stood before. */
function unique(part: string, values: readonly string[], pathOf: (index: number) => string, findings: Findings): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) < index) {
      findings.add(`${part}-repeated`, pathOf(index), `The ${part.replaceAll('-', ' ')} "${value}" is there twice`, {
        value,
      });
    }
  });
}

/** What WhatsApp would refuse about a file. `mimeType` may carry parameters (`audio/ogg; codecs=opus`). */
export function checkFile(media: MediaKind, file: { mimeType: string; size: number }, at: Instant): ContentIssue[] {
  const findings = new Findings(at);
  const type = file.mimeType.split(';', 1)[0]!.trim().toLowerCase();
  const allowed: readonly string[] = mediaTypes[media];
  if (!allowed.includes(type)) {
    const message = `Files of type ${type} cannot be sent as ${media}`;
    findings.add(
      'file-type',
      '',
      message,
      { type, allowed: allowed.join(', ') },
      media === 'document' ? 'warning' : 'error',
    );
  }
  const max = limitAt(`media.${media}.bytes`, at);
  if (file.size > max) {
    findings.add('file-too-large', '', `The file has ${file.size} bytes; WhatsApp takes ${max}`, {
      max,
      size: file.size,
    });
  }
  if (file.size === 0) findings.add('file-empty', '', 'The file is empty');
  return findings.issues;
}
