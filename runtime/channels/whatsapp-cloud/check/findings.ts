import type { Instant, Issue, Json } from '../../../contract/index.ts';
import { limitAt, type LimitName } from '../limits.ts';

export type ContentIssue = Omit<Issue, 'node'>;

type Params = { [name: string]: Json };

/** Collects issues; codes are keys of the catalogues (`issues.{code}`) and their params fill the sentence. */
export class Findings {
  readonly issues: ContentIssue[] = [];
  private readonly at: Instant;
  constructor(at: Instant) {
    this.at = at;
  }

  add(code: string, path: string, message: string, params?: Params, severity: Issue['severity'] = 'error'): void {
    this.issues.push({ code: `whatsapp.${code}`, severity, message, path, ...(params && { params }) });
  }

  limit(name: LimitName): number {
    return limitAt(name, this.at);
  }

  /** What must say something. */
  filled(part: string, text: string, path: string): boolean {
    if (text.trim() !== '') return true;
    this.add(`${part}-empty`, path, `The ${words(part)} is empty`);
    return false;
  }

  /** What must say something and may not say too much. */
  required(part: string, text: string, limit: LimitName, path: string): void {
    if (this.filled(part, text, path)) this.atMost(part, text, limit, path);
  }

  atMost(part: string, text: string | undefined, limit: LimitName, path: string): void {
    if (text === undefined) return;
    const max = this.limit(limit);
    if (text.length > max) {
      const message = `The ${words(part)} has ${text.length} characters; WhatsApp takes ${max}`;
      this.add(`${part}-too-long`, path, message, { max, length: text.length });
    }
  }

  count(part: string, count: number, limit: LimitName, path: string): void {
    const max = this.limit(limit);
    if (count === 0) this.add(`${part}-none`, path, `There are no ${words(part)}`);
    else if (count > max) {
      this.add(`${part}-too-many`, path, `There are ${count} ${words(part)}; WhatsApp takes ${max}`, { max, count });
    }
  }

  /** Titles and labels are one line of plain text. */
  oneLine(part: string, text: string, path: string): void {
    if (/[\r\n]/.test(text)) this.add(`${part}-several-lines`, path, `The ${words(part)} has a line break`);
  }

  /** What a button or row shows: one line, with something in it. */
  title(part: string, text: string, limit: LimitName, path: string): void {
    this.required(part, text, limit, path);
    this.oneLine(part, text, path);
  }

  /** Points at every value that stood before. */
  unique(part: string, values: readonly string[], pathOf: (index: number) => string): void {
    values.forEach((value, index) => {
      if (values.indexOf(value) < index) {
        this.add(`${part}-repeated`, pathOf(index), `The ${words(part)} "${value}" is there twice`, { value });
      }
    });
  }

  /** An address that a phone opens. */
  webLink(link: string, path: string): boolean {
    if (/^https?:\/\/[^\s/?]+([/?]\S*)?$/i.test(link)) return true;
    this.add('link-invalid', path, 'The address must begin with https:// and have no spaces');
    return false;
  }

  /** An address from which the provider fetches a file. */
  fileLink(link: string, path: string): void {
    if (!this.webLink(link, path) || !/^http:/i.test(link)) return;
    const message = 'WhatsApp fetches files from addresses with https:// only';
    this.add('link-not-secure', path, message, undefined, 'warning');
  }
}

const words = (part: string): string => part.replaceAll('-', ' ');
