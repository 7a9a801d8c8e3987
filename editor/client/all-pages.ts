type Page<Row> = { items: readonly Row[]; nextCursor: string | null };
const pageSize = 200;
const mostPages = 5;

/** All rows of a list, up to a thousand; `nextCursor` is null when that is all. */
export async function allPages<Row>(
  page: (query: { limit: number; cursor?: string }) => Promise<Page<Row>>,
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const items: Row[] = [];
  let nextCursor: string | null = null;
  for (let count = 0; count < mostPages; count += 1) {
    const found: Page<Row> = await page({ limit: pageSize, ...(nextCursor !== null && { cursor: nextCursor }) });
    items.push(...found.items);
    nextCursor = found.nextCursor;
    if (nextCursor === null) break;
  }
  return { items, nextCursor };
}
