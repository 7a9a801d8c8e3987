import { Type, type Static, type TObject } from '@sinclair/typebox';
import { JsonValue, Slug } from '../../runtime/contract/index.ts';
import type { Permission } from '../http/access.ts';

/** As expressions write it. */
const ExpressionName = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$' });

const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });

/** What the people of a workspace define once and flows refer to by id. A further kind is a row here. */
export const definitionKinds = {
  groups: { id: Slug, body: Type.Object({ name: Name }, { additionalProperties: false }), edit: 'definitions.edit' },
  labels: {
    id: Slug,
    body: Type.Object(
      { name: Name, color: Type.Optional(Type.String({ pattern: '^#[0-9a-f]{6}$' })) },
      { additionalProperties: false },
    ),
    edit: 'definitions.edit',
  },
  fields: {
    id: ExpressionName,
    body: Type.Object(
      {
        name: Name,
        type: Type.Unsafe<'text' | 'number' | 'boolean' | 'date' | 'date-time'>(
          Type.String({ enum: ['text', 'number', 'boolean', 'date', 'date-time'] }),
        ),
      },
      { additionalProperties: false },
    ),
    edit: 'definitions.edit',
  },
  queues: { id: Slug, body: Type.Object({ name: Name }, { additionalProperties: false }), edit: 'definitions.edit' },
  globals: {
    id: ExpressionName,
    body: Type.Object({ name: Name, value: JsonValue }, { additionalProperties: false }),
    edit: 'globals.edit',
  },
} as const satisfies { [kind: string]: { id: typeof Slug; body: TObject; edit: Permission } };

export type DefinitionKind = keyof typeof definitionKinds;
/** What is said of one, beside its id. */
export type DefinitionBody = Static<(typeof definitionKinds)[DefinitionKind]['body']>;

/** So many of a kind; each is read as a whole by whoever picks from them. */
export const mostOfAKind = 1_000;
/** All constants of a workspace together, as JSON: they go along with every step. */
export const mostGlobalBytes = 64 * 1_024;
