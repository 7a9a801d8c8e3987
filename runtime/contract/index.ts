/** The contract: the types and schemas that engine, nodes, runtime, API and editor share. */
export * from './delivery.ts';
export * from './edit.ts';
export * from './effect.ts';
export * from './engine.ts';
export * from './event.ts';
export * from './flow.ts';
export * from './ids.ts';
export * from './input.ts';
export * from './json.ts';
export * from './message.ts';
export * from './message-limits.ts';
export * from './node-type.ts';
export * from './problem.ts';
export * from './session.ts';
export * from './trace.ts';
