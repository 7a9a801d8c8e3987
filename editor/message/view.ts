import { createContext } from 'react';
import type { InboundContent, OutboundContent } from '../../runtime/contract/index.ts';

export type MessageContent = InboundContent | OutboundContent;

export type ContentOf<Kind extends MessageContent['kind']> = Extract<MessageContent, { kind: Kind }>;

/** A tap on a button or a row, as the person's phone sends it back. */
export type Chosen = { id: string; title: string; description?: string; source: 'button' | 'list' };

/** Whose screen shows the bubbles: their own stand at the right. `PhoneFrame` sets the person's. */
export const Beholder = createContext<'business' | 'person'>('business');
