import type { TObject } from '@sinclair/typebox';
import type { Channel } from './channel.ts';
import { whatsappCloud } from './whatsapp-cloud/index.ts';

/** Lets channels with different settings stand in one registry. Who calls one hands it settings that its own schema has checked. */
const row = <Settings extends TObject>(channel: Channel<Settings>): [string, Channel] => [
  channel.type,
  channel as unknown as Channel,
];

/** Every kind of channel, by its type: a folder and a line here each. */
export const channels: ReadonlyMap<string, Channel> = new Map([row(whatsappCloud)]);

export * from './channel.ts';
export * from './describe.ts';
