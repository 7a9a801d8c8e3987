import type { Flow } from '../../runtime/contract/index.ts';

/** Saves a flow as the file that the import takes: `ID.flow.json`. */
export function downloadFlow(flow: Flow): void {
  const address = URL.createObjectURL(new Blob([`${JSON.stringify(flow, null, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${flow.id}.flow.json`;
  link.click();
  // The browser has begun to save it when the click returns; the address is needed until then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
