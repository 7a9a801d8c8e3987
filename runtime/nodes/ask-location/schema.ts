import { Type, type Static } from '@sinclair/typebox';
import { askFields } from '../asking.ts';

export const AskLocationConfig = Type.Object({ ...askFields }, { additionalProperties: false });
export type AskLocationConfig = Static<typeof AskLocationConfig>;
