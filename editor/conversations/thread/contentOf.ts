import type { InboundContent, OutboundContent } from '../../../runtime/contract/index.ts';
import type { MessageOf } from '../queries.ts';

/** What a message says, with its file where there is one; undefined when nothing of it was kept. */
export function contentOf({ message, content, file }: MessageOf): InboundContent | OutboundContent | undefined {
  if (content) return content;
  const said = message?.content;
  if (said?.kind !== 'media' || !file) return said;
  return 'fileId' in file
    ? { ...said, fileId: file.fileId, mimeType: file.mimeType }
    : { ...said, problem: file.problem };
}

/** Whose side it stands on: an echo was written by the business in the phone's own app. */
export const sideOf = ({ direction, echo }: MessageOf): 'business' | 'person' =>
  direction === 'out' || echo === true ? 'business' : 'person';
