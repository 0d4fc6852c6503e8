import { type Document, doc, double, int } from './values/types.ts'

/** MongoDB's names for the error codes used here (src/mongo/base/error_codes.yml). */
const names: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  11: 'UserNotFound',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  16: 'InvalidLength',
  18: 'AuthenticationFailed',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  54: 'NotSingleValueField',
  55: 'InvalidDBRef',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  96: 'OperationFailed',
  100: 'UnsatisfiableWriteConcern',
  112: 'WriteConflict',
  115: 'CommandNotSupported',
  121: 'DocumentValidationFailure',
  125: 'CommandFailed',
  146: 'ExceededMemoryLimit',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  217: 'IncompleteTransactionHistory',
  225: 'TransactionTooOld',
  238: 'NotImplemented',
  246: 'SnapshotUnavailable',
  251: 'NoSuchTransaction',
  256: 'TransactionCommitted',
  263: 'OperationNotSupportedInTransaction',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  11600: 'InterruptedAtShutdown',
  11601: 'Interrupted',
  14031: 'OutOfDiskSpace',
}

/** An error that goes to the client as MongoDB would send it: a code, its name, a message, further fields. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly code: number
  readonly details: Document
  readonly labels: string[] = []
  constructor(code: number, message: string, details: Document = doc()) {
    super(message)
    this.code = code
    this.details = details
  }
  get codeName(): string {
    return names[this.code] ?? `Location${this.code}`
  }
  /** The same error, marked so that a driver knows what it may do about it. */
  labelled(label: string): this {
    if (!this.labels.includes(label)) this.labels.push(label)
    return this
  }
}

export const badValue = (message: string): DatabaseError => new DatabaseError(2, message)
export const failedToParse = (message: string): DatabaseError => new DatabaseError(9, message)
export const typeMismatch = (message: string): DatabaseError => new DatabaseError(14, message)
/** For whatever MongoDB can do and this database cannot: said by name, never done wrongly. */
export const notImplemented = (what: string): DatabaseError =>
  new DatabaseError(238, `${what} is not implemented by the embedded database`)
export const conflict = (): DatabaseError =>
  new DatabaseError(112, 'Write conflict during transaction: another operation changed the same document')

/** Whatever was thrown, as a database error. */
export const asDatabaseError = (thrown: unknown): DatabaseError => {
  if (thrown instanceof DatabaseError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  if (thrown instanceof RangeError && message.startsWith('Maximum call stack')) {
    return new DatabaseError(15, 'the value is nested too deeply')
  }
  return new DatabaseError(/ENOSPC|No space left/.test(message) ? 14031 : 1, message)
}

/** The reply to a command that failed. */
export function failure(thrown: unknown): Document {
  const error = asDatabaseError(thrown)
  const reply = doc(
    ['ok', double(0)],
    ['errmsg', error.message],
    ['code', int(error.code)],
    ['codeName', error.codeName],
  )
  for (const [name, value] of error.details) reply.set(name, value)
  if (error.labels.length > 0) reply.set('errorLabels', [...error.labels])
  return reply
}
