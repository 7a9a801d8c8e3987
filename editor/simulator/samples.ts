import type { InboundContent } from '../../runtime/contract/index.ts';

/** Drawn here, so that nothing is loaded: hills under a sun. */
const picture = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 150"><path fill="#bfd9e6" d="M0 0h240v150H0z"/><circle cx="188" cy="38" r="18" fill="#f2c94c"/><path fill="#7fa98a" d="M0 112 70 54l62 58 40-34 68 56v16H0z"/><path fill="#5c8468" d="M0 150v-22l60-26 70 34 60-22 50 20v16z"/></svg>`,
)}`;

/** What may be sent besides words, to see what a flow makes of it. */
export const samples: { [name in 'location' | 'image' | 'voice' | 'document']: InboundContent } = {
  location: { kind: 'location', latitude: 19.42847, longitude: -99.12766 },
  image: { kind: 'media', media: 'image', providerMediaId: 'sample-image', url: picture, mimeType: 'image/svg+xml' },
  voice: { kind: 'media', media: 'voice', providerMediaId: 'sample-voice', mimeType: 'audio/ogg' },
  document: {
    kind: 'media',
    media: 'document',
    providerMediaId: 'sample-document',
    mimeType: 'application/pdf',
    filename: 'documento.pdf',
  },
};
