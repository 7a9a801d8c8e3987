import { Type } from '@sinclair/typebox';
import { Template } from '../config-parts.ts';

/** What people read in the inbox: why the conversation asks for them. */
export const NotifyPersonConfig = Type.Object({ note: Template() }, { additionalProperties: false });
