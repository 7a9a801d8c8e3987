import { Type, type TSchema } from '@sinclair/typebox';
import { ProblemError } from '../../runtime/contract/index.ts';

/** The place in a list after which the next page begins: the sort key and id of the last row. */
export type Position = { key: string | number; id: string };

/** A page as a reader gives it: `next` only when there is more. */
export type Page<Row> = { rows: Row[]; next?: Position };

export const PageQuery = {
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Rows of a page' }),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1_000, description: '`nextCursor` of the page before' }),
  ),
};

/** The form of a page: `items`, and `nextCursor`, which is null on the last page. */
export const PageOf = <Row extends TSchema>(row: Row) =>
  Type.Object({ items: Type.Array(row), nextCursor: Type.Union([Type.String(), Type.Null()]) });

/** Opaque to callers; checked when it comes back, since anybody may make one up. */
export const cursorOf = ({ key, id }: Position): string => Buffer.from(JSON.stringify([key, id])).toString('base64url');

export function positionOf(cursor: string | undefined, keyType: 'string' | 'number'): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === 2) {
      const [key, id] = parts as unknown[];
      if (typeof id === 'string' && typeof key === keyType) return { key: key as string | number, id };
    }
  } catch {
    // Said below.
  }
  throw new ProblemError('request.invalid', { issues: [{ path: '/cursor', message: 'is not a cursor of this list' }] });
}

/** A reader's page as it is sent. */
export const pageAnswer = <Row>({ rows, next }: Page<Row>): { items: Row[]; nextCursor: string | null } => ({
  items: rows,
  nextCursor: next ? cursorOf(next) : null,
});

/** Cuts one row more than asked for into a page. */
export function pageFrom<Row>(rows: Row[], limit: number, positionIn: (row: Row) => Position): Page<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return rows.length > limit && last ? { rows: shown, next: positionIn(last) } : { rows: shown };
}
