import { create } from 'zustand';

/** Verify tokens that were made on this page: the server keeps them and never shows them again. By channel. */
export const useMadeTokens = create<{ [channelId: string]: string | undefined }>(() => ({}));

/** A text that nobody guesses, short enough to paste. */
export function makeVerifyToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return Array.from(bytes, (byte) => 'abcdefghijkmnpqrstuvwxyz23456789'.charAt(byte % 32)).join('');
}
