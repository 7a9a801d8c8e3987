/**
 * Joins calls made at about the same time into one trip to the store: while a batch is under way, further calls gather for the
 * next. Callers read as if each had its own trip, and under load a trip carries many.
 *
 * @param run takes the items of one batch and answers each, in order; if it throws, every caller of the batch is told.
 */
export function createBatcher<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  { maxItems, maxUnderWay }: { maxItems: number; maxUnderWay: number },
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let underWay = 0;
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    while (waiting.length > 0 && underWay < maxUnderWay) {
      const batch = waiting.splice(0, maxItems);
      underWay += 1;
      run(batch.map(({ item }) => item))
        .then(
          (results) => batch.forEach(({ resolve }, index) => resolve(results[index] as Result)),
          (error: unknown) => batch.forEach(({ reject }) => reject(error)),
        )
        .finally(() => {
          underWay -= 1;
          schedule();
        });
    }
  }

  // setImmediate and not a microtask: what several sockets delivered in one turn of the loop goes together.
  function schedule(): void {
    if (scheduled || waiting.length === 0 || underWay >= maxUnderWay) return;
    scheduled = true;
    setImmediate(flush);
  }

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
