import type { Instant, MediaKind, OutboundContent } from '../../../contract/index.ts';
import { limitAt, mediaTypes } from '../limits.ts';
import { Findings, type ContentIssue } from './findings.ts';

type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>;

const withoutCaption: readonly MediaKind[] = ['audio', 'voice', 'sticker'];

export function checkMedia({ media, link, fileId, caption, filename }: Of<'media'>, findings: Findings): void {
  if (link === undefined && fileId === undefined) findings.add('file-missing', '', 'No file is chosen');
  if (link !== undefined && fileId !== undefined)
    findings.add('file-twice', '/link', 'Both a file and an address are given');
  if (link !== undefined) findings.fileLink(link, '/link');
  if (caption !== undefined && caption !== '' && withoutCaption.includes(media)) {
    findings.add('caption-not-allowed', '/caption', `A message of kind ${media} has no caption`, { media });
  }
  findings.atMost('caption', caption, 'media.caption.characters', '/caption');
  if (media === 'document' && filename !== undefined && !/\.[A-Za-z0-9]{1,10}$/.test(filename)) {
    const message = 'Without an extension the phone does not know what to open the document with';
    findings.add('filename-without-extension', '/filename', message, undefined, 'warning');
  }
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
