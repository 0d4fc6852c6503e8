import { Binary, Long } from 'bson'
import { notImplemented } from '../errors.ts'
import { LARGEST } from '../values/encode.ts'
import { type Document, type Pair, type Value, doc, double, int, isDocument } from '../values/types.ts'
import type { Options } from './options.ts'
import type { Context, Reply, Table } from './table.ts'

/** Speaks as MongoDB 7.0 does: the newest whose commands this database knows. */
const WIRE_VERSION = 21
const VERSION = '7.0.0'

const started = Date.now()

/**
 * The handshake. It answers as the primary of a replica set of one, so that drivers allow sessions, retryable writes
 * and transactions.
 */
export function hello(): Document {
  return doc(
    ['helloOk', true],
    ['ismaster', true],
    ['isWritablePrimary', true],
    ['secondary', false],
    ['setName', 'embedded'],
    ['setVersion', int(1)],
    ['hosts', ['localhost:27017']],
    ['me', 'localhost:27017'],
    ['primary', 'localhost:27017'],
    ['maxBsonObjectSize', int(LARGEST)],
    ['maxMessageSizeBytes', int(48_000_000)],
    ['maxWriteBatchSize', int(100_000)],
    ['localTime', new Date()],
    ['logicalSessionTimeoutMinutes', int(30)],
    ['connectionId', int(1)],
    ['minWireVersion', int(0)],
    ['maxWireVersion', int(WIRE_VERSION)],
    ['readOnly', false],
    ['ok', double(1)],
  )
}

const ok = (...fields: Pair[]): Reply => doc(...fields, ['ok', double(1)])

function buildInfo(): Reply {
  const numbers: Value[] = [...VERSION.split('.').map((part) => int(Number(part))), int(0)]
  return ok(
    ['version', VERSION],
    ['gitVersion', 'embedded'],
    ['modules', []],
    ['versionArray', numbers],
    ['bits', int(64)],
    ['debug', false],
    ['maxBsonObjectSize', int(LARGEST)],
    ['storageEngines', ['lmdb']],
  )
}

function endSessions({ transactions }: Context, options: Options): Reply {
  for (const session of options.list(options.command)) {
    const id = isDocument(session) ? session.get('id') : undefined
    if (id instanceof Binary) transactions.forget(Buffer.from(id.value()).toString('hex'))
  }
  return ok()
}

/** With an empty list, the sessions of everybody: there is only one user here. */
function killAllSessions({ transactions }: Context, options: Options): Reply {
  if (options.list('killAllSessions').length > 0) throw notImplemented('killAllSessions of some users')
  transactions.endAll()
  return ok()
}

function serverStatus(): Reply {
  return ok(
    ['host', 'localhost'],
    ['version', VERSION],
    ['process', 'subrosa'],
    ['pid', Long.fromNumber(process.pid)],
    ['uptime', double(Math.round((Date.now() - started) / 1000))],
    ['localTime', new Date()],
    ['storageEngine', doc(['name', 'lmdb'])],
  )
}

const anything = [
  'helloOk',
  'client',
  'compression',
  'hostInfo',
  'topologyVersion',
  'maxAwaitTimeMS',
  'saslSupportedMechs',
  'speculativeAuthenticate',
  'loadBalanced',
  'backpressure',
  '$audit',
]
const handshake = { writes: false, fields: anything, run: hello }

/** The commands about the server itself. */
export const serving: Table = {
  hello: handshake,
  isMaster: handshake,
  ismaster: handshake,
  ping: { writes: false, fields: [], run: () => ok() },
  buildInfo: { writes: false, fields: [], run: buildInfo },
  buildinfo: { writes: false, fields: [], run: buildInfo },
  hostInfo: { writes: false, fields: [], run: () => ok(['system', doc(['hostname', 'localhost'])], ['os', doc()]) },
  serverStatus: { writes: false, fields: ['repl', 'metrics', 'locks'], run: serverStatus },
  connectionStatus: {
    writes: false,
    fields: ['showPrivileges'],
    run: () => ok(['authInfo', doc(['authenticatedUsers', []], ['authenticatedUserRoles', []])]),
  },
  getParameter: {
    writes: false,
    fields: ['featureCompatibilityVersion', 'allParameters'],
    run: () => ok(['featureCompatibilityVersion', doc(['version', '7.0'])]),
  },
  whatsmyuri: { writes: false, fields: [], run: () => ok(['you', 'localhost:0']) },
  endSessions: { writes: false, fields: [], run: endSessions },
  refreshSessions: { writes: false, fields: [], run: () => ok() },
  killAllSessions: { writes: false, fields: [], run: killAllSessions },
  killSessions: { writes: false, fields: [], run: endSessions },
}
