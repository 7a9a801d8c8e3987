import type { FunctionDefinition } from './define.ts';

/** The library: functions beside JSONata's own. */
export const functionList: readonly FunctionDefinition[] = [];

export const functionsByName: ReadonlyMap<string, FunctionDefinition> = new Map(
  functionList.map((definition) => [definition.name, definition]),
);
