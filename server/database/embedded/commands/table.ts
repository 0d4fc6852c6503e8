import type { Cursors } from '../cursors.ts'
import type { Retries } from '../retries.ts'
import type { Store } from '../storage/store.ts'
import type { Shared, View } from '../storage/view.ts'
import type { Transaction, Transactions } from '../transactions.ts'
import type { Document } from '../values/types.ts'
import type { Options } from './options.ts'

/** What commands share. */
export type Parts = {
  readonly store: Store
  readonly shared: Shared
  readonly cursors: Cursors
  readonly transactions: Transactions
}

/** One command under way. */
export type Context = Parts & {
  readonly view: View
  readonly database: string
  /** The session, as hexadecimal of its id. */
  readonly session: string | undefined
  readonly transaction: Transaction | undefined
  /** What a retryable write has done already and does now; undefined where the write is not retryable. */
  readonly retries: Retries | undefined
  /** The bytes of documents that came outside the body, so that they need not be written again. */
  readonly raw: ReadonlyMap<Document, Buffer>
  readonly deadline: number | undefined
  /** Run once the commit of this command is on disk. */
  readonly afterCommit: (action: () => void) => void
}

export type Reply = Document | Buffer

/** A command: whether it writes, the fields it knows beside the common ones, and what it does. */
export type Command = {
  readonly writes: boolean
  /** For a command that writes only with some options. */
  readonly writesIf?: (options: Options) => boolean
  /** May run inside a transaction. */
  readonly inTransaction?: boolean
  readonly fields: readonly string[]
  run(context: Context, options: Options): Reply
}
export type Table = Readonly<Record<string, Command>>

/** Fields that any command may have. */
export const common: readonly string[] = [
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]
