import { Type } from '@sinclair/typebox';

export const EndConfig = Type.Object({}, { additionalProperties: false });
