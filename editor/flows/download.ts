import type { Flow } from '../../runtime/contract/index.ts';

/** Saves a flow as the file that the import takes: `ID.flow.json`. */
export const downloadFlow = (flow: Flow): void =>
  saveFile(new Blob([`${JSON.stringify(flow, null, 2)}\n`], { type: 'application/json' }), `${flow.id}.flow.json`);

/** Lets the browser save a file. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to save it when the click returns; the address is needed until then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
