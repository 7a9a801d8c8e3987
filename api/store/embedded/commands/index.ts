import { StoreError } from '../errors.ts';
import type { Engine } from '../engine/engine.ts';
import { valueOf } from '../bson/raw.ts';
import type { Handle } from '../wire/server.ts';
import { handshakeCommands } from './handshake.ts';
import { type Command, checkCommon } from './options.ts';
import { readCommands } from './read.ts';
import { schemaCommands } from './schema.ts';
import { writeCommands } from './write.ts';

/** Commands that MongoDB has and this store refuses by name. */
const refused: Record<string, Command> = {
  commitTransaction: refuse(
    20,
    'IllegalOperation',
    'Transaction numbers are only allowed on a replica set member or mongos',
  ),
  abortTransaction: refuse(
    20,
    'IllegalOperation',
    'Transaction numbers are only allowed on a replica set member or mongos',
  ),
  collMod: refuse(115, 'CommandNotSupported', 'collMod is not supported by the embedded store'),
  mapReduce: refuse(115, 'CommandNotSupported', 'mapReduce is not supported by the embedded store'),
  bulkWrite: refuse(59, 'CommandNotFound', "no such command: 'bulkWrite'"),
};

function refuse(code: number, codeName: string, message: string): Command {
  return () => {
    throw new StoreError(code, codeName, message);
  };
}

/** Every command by its name: the support table of the README in code. */
export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({ ...handshakeCommands, ...readCommands, ...writeCommands, ...schemaCommands, ...refused }),
);

/** Answers commands over an open store. */
export function handlerFor(engine: Engine): Handle {
  return (request, connection) => {
    const command = commands.get(request.name);
    if (command === undefined) throw new StoreError(59, 'CommandNotFound', `no such command: '${request.name}'`);
    const element = request.parts.get('$db');
    const database = element === undefined ? 'admin' : String(valueOf(request.body, element));
    const call = { engine, request, database, connection };
    checkCommon(call);
    return command(call);
  };
}
