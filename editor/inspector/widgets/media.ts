import { isRecord } from '../parts/lists.ts';

/** Where a file is: an address that anybody can open, or a file of the workspace. */
export type MediaSource = { link: string } | { fileId: string };

export function readMedia(value: unknown): MediaSource {
  if (isRecord(value) && typeof value['fileId'] === 'string') return { fileId: value['fileId'] };
  return { link: isRecord(value) && typeof value['link'] === 'string' ? value['link'] : '' };
}
