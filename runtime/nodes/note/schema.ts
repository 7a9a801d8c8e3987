import { Type } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';

/** What people of the business read beside the conversation. */
export const NoteConfig = Type.Object({ text: Template() }, { additionalProperties: false });
