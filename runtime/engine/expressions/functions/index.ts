import { dateFunctions } from './dates.ts';
import type { FunctionDefinition } from './define.ts';
import { formatFunctions } from './formats.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { phoneFunctions } from './phone.ts';
import { nativeFunctions, type NativeFunction } from './native.ts';
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

export { nativeByName, nativeFunctions, type NativeFunction } from './native.ts';

/** What documentation and completion tell of: the library and what of JSONata a flow has a use for. */
export const toldFunctions: readonly (FunctionDefinition | NativeFunction)[] = [...functionList, ...nativeFunctions];

export const functionsByName: ReadonlyMap<string, FunctionDefinition> = new Map(
  functionList.map((definition) => [definition.name, definition]),
);
