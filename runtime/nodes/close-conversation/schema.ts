import { Type } from '@sinclair/typebox';

export const CloseConversationConfig = Type.Object({}, { additionalProperties: false });
