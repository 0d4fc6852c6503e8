import { DatabaseError, badValue, notImplemented } from '../errors.ts'
import { readsOnly } from '../aggregate/pipeline.ts'
import { wholeNumber } from '../values/numbers.ts'
import { show } from '../values/show.ts'
import { type Document, doc, int, isDocument } from '../values/types.ts'
import type { Options } from './options.ts'
import type { Reply } from './table.ts'

const levels = ['local', 'majority', 'available', 'linearizable', 'snapshot']

/** Refuses read concerns that are unknown, or that this database could not keep. One node's commits are a majority's. */
export function checkReadConcern(options: Options): void {
  const level = options.document('readConcern').get('level')
  if (level === undefined) return
  if (typeof level !== 'string' || !levels.includes(level)) {
    throw badValue(`Enumeration value ${show(level)} for field 'readConcern.level' is not a valid value.`)
  }
  if (level === 'snapshot' && options.get('autocommit') !== false) {
    throw notImplemented("readConcern level 'snapshot' outside a transaction")
  }
  if (level === 'linearizable' && !readsOnly(options.get('pipeline'))) {
    throw new DatabaseError(72, 'readConcern level linearizable cannot be used with $out or $merge')
  }
}

/** The reply to a write, marked where it asks for more nodes than there are: then it is done, and says so. */
export function withWriteConcern(options: Options, reply: Reply): Reply {
  const concern = options.get('writeConcern')
  const wanted = isDocument(concern) ? concern.get('w') : undefined
  const nodes = wholeNumber(wanted)
  const satisfied = nodes === undefined ? wanted === undefined || wanted === 'majority' : nodes <= 1
  if (satisfied || Buffer.isBuffer(reply)) return reply
  const error: Document = doc(
    ['code', int(100)],
    ['codeName', 'UnsatisfiableWriteConcern'],
    ['errmsg', 'Not enough data-bearing nodes: the embedded database is one node'],
  )
  return doc(...reply, ['writeConcernError', error])
}
