import { Code, Decimal128, Double, Int32, MaxKey, MinKey, Timestamp, BSONSymbol } from 'bson'
import { badValue } from '../errors.ts'
import { wholeNumber } from '../values/numbers.ts'
import {
  type Found,
  type Value,
  isArray,
  isBinary,
  isDocument,
  isLong,
  isNumeric,
  isObjectId,
  isRegex,
} from '../values/types.ts'
import { show } from '../values/show.ts'

/** MongoDB's type numbers and aliases (manual, "BSON Types"), each with its test. */
const types: readonly (readonly [number, string, (value: Value) => boolean])[] = [
  [1, 'double', (value) => value instanceof Double],
  [2, 'string', (value) => typeof value === 'string'],
  [3, 'object', isDocument],
  [4, 'array', isArray],
  [5, 'binData', isBinary],
  [6, 'undefined', () => false],
  [7, 'objectId', isObjectId],
  [8, 'bool', (value) => typeof value === 'boolean'],
  [9, 'date', (value) => value instanceof Date],
  [10, 'null', (value) => value === null],
  [11, 'regex', isRegex],
  [12, 'dbPointer', () => false],
  [13, 'javascript', (value) => value instanceof Code],
  [14, 'symbol', (value) => value instanceof BSONSymbol],
  [16, 'int', (value) => value instanceof Int32],
  [17, 'timestamp', (value) => value instanceof Timestamp],
  [18, 'long', (value) => isLong(value)],
  [19, 'decimal', (value) => value instanceof Decimal128],
  [-1, 'minKey', (value) => value instanceof MinKey],
  [127, 'maxKey', (value) => value instanceof MaxKey],
]

/** A value's type by MongoDB's name; "missing" where there is none. */
export const typeName = (value: Found): string =>
  value === undefined ? 'missing' : (types.find(([, , test]) => test(value))?.[1] ?? 'undefined')

/** The test that `$type` with this name or number stands for. Throws where there is no such type. */
export function typeTest(named: Value): (value: Value) => boolean {
  if (named === 'number') return isNumeric
  const number = wholeNumber(named)
  const found = types.find(([code, alias]) => (typeof named === 'string' ? alias === named : code === number))
  if (found === undefined) throw badValue(`Unknown type name alias or code in $type: ${show(named)}`)
  return found[2]
}
