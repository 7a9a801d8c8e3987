import { Catalog } from './catalog.ts';
import { Cursors } from './cursors.ts';
import { Store } from './store.ts';
import { Writer } from './writer.ts';

/** The parts of an open store that commands work with. */
export interface Engine {
  store: Store;
  catalog: Catalog;
  writer: Writer;
  cursors: Cursors;
  /** When it was opened, in milliseconds since the epoch. */
  startedAt: number;
}

export function openEngine(directory: string, onBroken: (error: unknown) => void): Engine {
  const store = new Store(directory, onBroken);
  const catalog = new Catalog(store);
  return { store, catalog, writer: new Writer(store, catalog), cursors: new Cursors(), startedAt: Date.now() };
}
