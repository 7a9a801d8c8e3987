import { Long } from 'bson';
import type { Document } from '../bson/order.ts';
import { StoreError } from '../errors.ts';
import { LARGEST_MESSAGE } from '../wire/frame.ts';
import { ok } from '../wire/reply.ts';
import { LARGEST_DOCUMENT } from '../engine/writer.ts';
import { bodyOf, type Call, type Command } from './options.ts';

/** The release whose behaviour the subset follows. */
const VERSION = '7.0.0';
const WIRE_VERSION = 21; // of MongoDB 7.0

/** No `setName`: drivers see one server, without transactions, change streams and retried writes. */
function hello({ connection, request }: Call): Document {
  const legacy = request.name !== 'hello';
  return {
    helloOk: true,
    ...(legacy ? { ismaster: true } : { isWritablePrimary: true }),
    maxBsonObjectSize: LARGEST_DOCUMENT,
    maxMessageSizeBytes: LARGEST_MESSAGE,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: connection.id,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  };
}

const sayHello: Command = (call) => ok(hello(call));
const nothing: Command = () => ok();

export const handshakeCommands: Record<string, Command> = {
  hello: sayHello,
  isMaster: sayHello,
  ismaster: sayHello,
  ping: nothing,
  endSessions: nothing,
  killSessions: nothing,
  refreshSessions: nothing,
  logout: nothing,
  buildInfo: () =>
    ok({
      version: VERSION,
      versionArray: [7, 0, 0, 0],
      gitVersion: 'embedded',
      modules: ['embedded'],
      storageEngines: ['lmdb'],
      bits: 64,
      debug: false,
      maxBsonObjectSize: LARGEST_DOCUMENT,
    }),
  connectionStatus: () => ok({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
  getParameter(call) {
    const wanted = Object.keys(bodyOf(call)).filter((key) => Object.hasOwn(parameters, key));
    if (wanted.length === 0) throw new StoreError(72, 'InvalidOptions', 'no option found to get');
    return ok(Object.fromEntries(wanted.map((key) => [key, parameters[key]])));
  },
  serverStatus({ engine }) {
    const { rss, heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return ok({
      host: 'embedded',
      version: VERSION,
      process: 'embedded store',
      pid: Long.fromNumber(process.pid),
      uptime: process.uptime(),
      localTime: new Date(),
      mem: { residentBytes: rss, heapUsedBytes: heapUsed, externalBytes: external },
      cpu: { userMicroseconds: user, systemMicroseconds: system },
      metrics: { cursor: { open: { total: engine.cursors.size } } },
    });
  },
};

const parameters: Document = { featureCompatibilityVersion: { version: '7.0' } };
