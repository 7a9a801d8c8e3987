import type { InboundContent } from '../../runtime/contract/index.ts';
import type { PhoneContent } from './pending.ts';

/** What was written as it will arrive. */
export function asBubble(content: PhoneContent): InboundContent {
  if (content.kind !== 'media') return content;
  const { media, caption, file } = content;
  return {
    kind: 'media',
    media,
    providerMediaId: '',
    ...(caption !== undefined && { caption }),
    ...(file?.filename !== undefined && { filename: file.filename }),
  };
}
