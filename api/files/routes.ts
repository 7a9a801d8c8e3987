import { Type } from '@sinclair/typebox';
import { OpaqueId } from '../http/ids.ts';
import { route } from '../http/route.ts';

/** Types that a browser may show in place; everything else is handed over as a download. What came in may be anything. */
const shown = /^(image\/(jpeg|png|webp|gif)|audio\/(aac|mp4|mpeg|amr|ogg)|video\/(mp4|3gpp))(;|$)/;

/** A file's name as a header may carry it: RFC 8187. */
const dispositionOf = (kind: 'inline' | 'attachment', name: string): string =>
  `${kind}; filename*=UTF-8''${encodeURIComponent(name.replace(/[\p{Cc}\p{Cs}]/gu, '')).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;

export const fileRoutes = [
  route({
    on: 'GET /files/:fileId',
    may: 'files.read',
    tag: 'Files',
    summary: 'The bytes of a file that came in or is sent',
    params: Type.Object({ fileId: OpaqueId('Id of the file') }),
    answers: { 200: 'application/octet-stream' },
    async handle({ workspaceId, params: { fileId } }, { files }) {
      const { bytes, mimeType, filename } = await files.read(workspaceId, fileId);
      const inPlace = shown.test(mimeType);
      return {
        status: 200,
        body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        headers: {
          'content-type': inPlace ? mimeType : 'application/octet-stream',
          'content-disposition': dispositionOf(inPlace ? 'inline' : 'attachment', filename ?? fileId),
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=3600, immutable',
        },
      };
    },
  }),
];
