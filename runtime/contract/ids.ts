import { Type } from '@sinclair/typebox';

/** A string that only the matching kind of id may stand in for: a `ContactId` is no `SessionId`. */
export type Branded<Name extends string> = string & { readonly brand: Name };

export type WorkspaceId = Branded<'workspace'>;
export type ChannelId = Branded<'channel'>;
export type ContactId = Branded<'contact'>;
export type ConversationId = Branded<'conversation'>;
export type SessionId = Branded<'session'>;
export type FlowId = Branded<'flow'>;
export type EffectId = Branded<'effect'>;
export type InputId = Branded<'input'>;
export type UserId = Branded<'user'>;

/** What a designer's file may use as the id of a node, edge or trigger: short, safe in a URL and as a JSON key. */
export const elementIdPattern = '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$';
export const ElementId = Type.String({ pattern: elementIdPattern });

/** Ids of workspaces, channels and flows: lower-case words joined by dashes. */
export const slugPattern = '^[a-z0-9][a-z0-9-]{0,63}$';
export const Slug = Type.String({ pattern: slugPattern });

/** Marks a plain string as the kind of id that it was checked or made to be. */
export const asId = <Id extends Branded<string>>(value: string): Id => value as Id;
