import { DatabaseError, notImplemented, typeMismatch } from '../errors.ts'
import { compileExpression } from '../aggregate/expressions.ts'
import { collationOf } from '../values/collation.ts'
import { wholeNumber } from '../values/numbers.ts'
import type { Texts } from '../values/order.ts'
import { type Document, type Found, type Value, doc, isArray, isDocument } from '../values/types.ts'
import { show } from '../values/show.ts'

/** Reads a command's fields, each refused where its type is wrong. */
export class Options {
  readonly body: Document
  readonly command: string
  constructor(command: string, body: Document) {
    this.command = command
    this.body = body
  }

  get(name: string): Found {
    const value = this.body.get(name)
    return value === null ? undefined : value
  }
  text(name: string): string | undefined {
    const value = this.get(name)
    if (value !== undefined && typeof value !== 'string') throw this.#wrong(name, 'string')
    return value
  }
  flag(name: string): boolean {
    const value = this.get(name)
    if (value === undefined) return false
    if (typeof value === 'boolean') return value
    const number = wholeNumber(value)
    if (number === undefined) throw this.#wrong(name, 'bool')
    return number !== 0
  }
  /** A whole number that is not negative. */
  size(name: string): number | undefined {
    const value = this.get(name)
    if (value === undefined) return undefined
    const number = wholeNumber(value)
    if (number === undefined) throw this.#wrong(name, 'int')
    if (number < 0) throw new DatabaseError(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`)
    return number
  }
  document(name: string): Document {
    const value = this.get(name)
    if (value !== undefined && !isDocument(value)) throw this.#wrong(name, 'object')
    return value ?? doc()
  }
  list(name: string): readonly Value[] {
    const value = this.get(name)
    if (value === undefined)
      throw new DatabaseError(40414, `BSON field '${this.command}.${name}' is missing but a required field`)
    if (!isArray(value)) throw this.#wrong(name, 'array')
    return value
  }
  documents(name: string): readonly Document[] {
    return this.list(name).map((value) => {
      if (!isDocument(value)) throw this.#wrong(name, 'array of objects')
      return value
    })
  }

  /** The constants of `let`, each an expression without a document. */
  constants(name = 'let'): Document {
    const made = doc()
    for (const [variable, expression] of this.document(name)) {
      made.set(variable, compileExpression(expression)({ root: doc(), variables: made }) ?? null)
    }
    return made
  }

  /** Refuses fields that are set to anything but nothing or false, naming the option. */
  refuse(...names: readonly string[]): void {
    for (const name of names) {
      const value = this.get(name)
      if (value !== undefined && value !== false) throw notImplemented(`option '${name}' of ${this.command}`)
    }
  }
  /** How strings compare; undefined where it is as bytes do. */
  collation(): Texts | undefined {
    return collationOf(this.document('collation'))
  }
  only(known: ReadonlySet<string>): void {
    for (const name of this.body.keys()) {
      if (!known.has(name)) throw new DatabaseError(40415, `BSON field '${this.command}.${name}' is an unknown field.`)
    }
  }

  #wrong(name: string, type: string): DatabaseError {
    return typeMismatch(`BSON field '${this.command}.${name}' is the wrong type, expected type '${type}'`)
  }
}

/** The collection a command names in its first field, with its database before it. */
export function namespaceOf(database: string, options: Options): string {
  const name = options.body.get(options.command)
  if (typeof name !== 'string') throw new DatabaseError(73, `collection name has invalid type in ${options.command}`)
  return checkedNamespace(database, name)
}

export function checkedNamespace(database: string, name: string): string {
  if (name === '' || name.startsWith('.') || name.endsWith('.') || name.includes('\0') || name.includes('$')) {
    throw new DatabaseError(73, `Invalid namespace specified '${database}.${name}'`)
  }
  if (Buffer.byteLength(`${database}.${name}`) > 255)
    throw new DatabaseError(73, `Fully qualified namespace is too long: ${database}.${name}`)
  return `${database}.${name}`
}

export function checkedDatabase(value: Found): string {
  if (typeof value !== 'string' || value === '' || value.length > 63 || /[\0/\\. "$]/.test(value)) {
    throw new DatabaseError(73, `Invalid database name: ${show(value)}`)
  }
  return value
}
