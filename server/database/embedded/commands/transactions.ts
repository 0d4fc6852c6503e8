import { badValue } from '../errors.ts'
import { committedRecord, hasCommitted } from '../retries.ts'
import { noSuchTransaction, transient } from '../transactions.ts'
import { doc, double } from '../values/types.ts'
import type { Options } from './options.ts'
import { Int32, Long } from 'bson'
import type { Context, Reply, Table } from './table.ts'

const done = (): Reply => doc(['ok', double(1)])

function numberOf(options: Options): bigint {
  const number = options.get('txnNumber')
  if (!(number instanceof Long) && !(number instanceof Int32)) throw badValue(`${options.command} needs a txnNumber`)
  return BigInt(number.toString())
}

function sessionOf({ session }: Context, options: Options): string {
  if (session === undefined) throw badValue(`${options.command} needs a session`)
  return session
}

function commit(context: Context, options: Options): Reply {
  const [session, number] = [sessionOf(context, options), numberOf(options)]
  const latest = context.transactions.latest(session, number)
  if (latest?.state === 'committed' || (latest === undefined && hasCommitted(session, number, context.store)))
    return done()
  if (latest?.state !== 'open')
    throw noSuchTransaction(number, latest === undefined ? 'has not been started here' : 'has been aborted')
  try {
    latest.checkDefinitions()
  } catch (error) {
    latest.end('aborted')
    throw transient(error)
  }
  if (latest.view.isUnchanged) {
    latest.end('committed')
    return done()
  }
  latest.view.data.put(...committedRecord(session, number))
  latest.view.saveTo(context.store)
  context.afterCommit(() => {
    latest.end('committed')
  })
  return done()
}

function abort(context: Context, options: Options): Reply {
  const number = numberOf(options)
  context.transactions.open(sessionOf(context, options), number).end('aborted')
  return done()
}

/** The commands that end a transaction. */
export const ending: Table = {
  commitTransaction: { writes: true, fields: ['recoveryToken'], run: commit },
  abortTransaction: { writes: false, fields: ['recoveryToken'], run: abort },
}
