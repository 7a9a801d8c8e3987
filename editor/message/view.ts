import { createContext, type ReactNode } from 'react';
import type { InboundContent, Json, OutboundContent } from '../../runtime/contract/index.ts';

export type MessageContent = InboundContent | OutboundContent;

export type ContentOf<Kind extends MessageContent['kind']> = Extract<MessageContent, { kind: Kind }>;

/** A tap on a button or a row, as the person's phone sends it back. */
export type Chosen = { id: string; title: string; description?: string; source: 'button' | 'list' | 'template' };

/** A tap on something that the person then fills in: where they are, a form, what they want of the products. */
export type Asked =
  | { kind: 'location' }
  | { kind: 'form'; token: string; data: { [name: string]: Json } }
  | { kind: 'products'; catalogId: string; productIds: string[] };

/** What the parts of a message that can be tapped are given. */
export type Tappable = {
  placeholders: boolean;
  onChoose: ((chosen: Chosen) => void) | undefined;
  onAsk: ((asked: Asked) => void) | undefined;
  /** Something to stand in each button's or row's line. */
  choiceSlot: ((choiceId: string) => ReactNode) | undefined;
};

/** Whose screen shows the bubbles: their own stand at the right. `PhoneFrame` sets the person's. */
export const Beholder = createContext<'business' | 'person'>('business');
