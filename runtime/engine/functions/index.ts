import { dateFunctions } from './dates.ts';
import type { FunctionDefinition } from './define.ts';
import { formatFunctions } from './formats.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { phoneFunctions } from './phone.ts';
import { textFunctions } from './text.ts';

export { functionGroups, type FunctionDefinition, type FunctionExample, type FunctionGroup } from './define.ts';

/** The library: functions beside JSONata's own, in the order of the documentation. */
export const functionList: readonly FunctionDefinition[] = [
  ...textFunctions,
  ...numberFunctions,
  ...dateFunctions,
  ...formatFunctions,
  ...listFunctions,
  ...phoneFunctions,
];

export const functionsByName: ReadonlyMap<string, FunctionDefinition> = new Map(
  functionList.map((definition) => [definition.name, definition]),
);
