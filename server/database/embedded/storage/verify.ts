import { Catalogue, type Collection, type Index } from './catalogue.ts'
import { type Range, catalogueRange, entriesOf, indexKey, kinds, lastId, recordsOf, ridAtEnd } from './layout.ts'
import { type Reader, scan } from './reader.ts'
import { keysOf } from './records.ts'
import { decode } from '../values/decode.ts'
import type { Document } from '../values/types.ts'
import { show } from '../values/show.ts'

/** What verifying one collection found. */
export type Verified = {
  readonly namespace: string
  documents: number
  bytes: number
  /** Entries by index. */
  readonly entries: Map<string, number>
  readonly problems: string[]
}

/** Problems are counted on, but not all told: damage may be in every document. */
const TOLD = 20

/**
 * Verifies one collection: every document can be read, and every index has exactly the entries that its documents give.
 * Yields after each document, so that the caller may let others run.
 */
export function* verifyCollection(reader: Reader, collection: Collection): Generator<undefined, Verified> {
  const { namespace, indexes } = collection
  const found: Verified = {
    namespace,
    documents: 0,
    bytes: 0,
    entries: new Map(indexes.map(({ name }) => [name, 0])),
    problems: [],
  }
  let more = 0
  const tell = (problem: string): void => {
    if (found.problems.length < TOLD) found.problems.push(`${namespace}: ${problem}`)
    else more++
  }
  if (indexes[0]?.name !== '_id_') tell('there is no index of _id')
  const { start, end } = recordsOf(collection.id)
  for (const { key, value } of scan(reader, start, end)) {
    found.documents++
    found.bytes += value.length
    verifyDocument(reader, indexes, ridAtEnd(key), value, found.entries, tell)
    yield
  }
  for (const index of indexes) {
    const entries = entriesOf(index.id)
    const [there, expected] = [reader.count(entries.start, entries.end), found.entries.get(index.name) ?? 0]
    if (there !== expected) tell(`index ${index.name} has ${there} entries where its documents give ${expected}`)
  }
  if (more > 0) found.problems.push(`${namespace}: ${more} more problems`)
  return found
}

function verifyDocument(
  reader: Reader,
  indexes: readonly Index[],
  rid: number,
  value: Buffer,
  entries: Map<string, number>,
  tell: (problem: string) => void,
): void {
  let document: Document
  try {
    document = decode(value)
  } catch (error) {
    tell(`document number ${rid} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return
  }
  for (const index of indexes) {
    const { keys, multikey, cut } = keysOf(index, document)
    entries.set(index.name, (entries.get(index.name) ?? 0) + keys.size)
    for (const key of keys.values()) {
      const held = reader.get(indexKey(index.id, key.bytes, index.unique ? undefined : rid))
      const right = held !== undefined && (!index.unique || ridAtEnd(held) === rid)
      if (!right) tell(`index ${index.name} does not lead to document ${show(document.get('_id'))}`)
    }
    if ((multikey && !index.multikey) || (cut && !index.cut))
      tell(`index ${index.name} does not know of the kind of key of document ${show(document.get('_id'))}`)
  }
}

/**
 * Verifies everything in a store: its catalogue, each collection, and that nothing is there that the catalogue does not
 * know. Yields now and then, so that the caller may let others run.
 */
export function* verifyStore(reader: Reader): Generator<undefined, { collections: Verified[]; problems: string[] }> {
  const problems: string[] = []
  const catalogue = new Catalogue()
  for (const { key, value } of scan(reader, catalogueRange.start, catalogueRange.end)) {
    try {
      decode(value)
    } catch {
      problems.push(`the catalogue's entry of ${key.toString('utf8', 1)} cannot be read`)
    }
  }
  if (problems.length > 0) return { collections: [], problems }
  catalogue.load(reader)
  const all = [...catalogue.collections.values()]
  const records = new Set(all.map(({ id }) => id))
  const indexes = new Set(all.flatMap((collection) => collection.indexes.map(({ id }) => id)))
  if (records.size + indexes.size !== all.reduce((total, { indexes: own }) => total + 1 + own.length, 0))
    problems.push('the catalogue gives two collections or indexes the same number')
  problems.push(
    ...unknown(reader, recordsOf, records).map((id) => `there are documents of a collection ${id} that is not known`),
    ...unknown(reader, entriesOf, indexes).map((id) => `there are entries of an index ${id} that is not known`),
    ...strangers(reader),
  )
  const collections: Verified[] = []
  for (const collection of all) {
    const verified = yield* verifyCollection(reader, collection)
    collections.push(verified)
    problems.push(...verified.problems)
  }
  return { collections, problems }
}

/** The numbers that have keys and are not known, found by going from number to number. */
function unknown(reader: Reader, rangeOf: (id: number) => Range, known: ReadonlySet<number>): number[] {
  const found: number[] = []
  const { end } = rangeOf(lastId)
  for (let from = rangeOf(0).start; ;) {
    const [entry] = reader.range(from, end, false, 1).entries
    if (entry === undefined) return found
    const id = entry.key.readUInt32BE(1)
    if (!known.has(id)) found.push(id)
    from = rangeOf(id).end
  }
}

/** Keys of a kind that this database does not write. */
function strangers(reader: Reader): string[] {
  let from = Buffer.from([0])
  const end = Buffer.from([0xff])
  for (const kind of kinds) {
    const [entry] = reader.range(from, Buffer.from([kind]), false, 1).entries
    if (entry !== undefined) return ['there are keys of a kind that is not known']
    from = Buffer.from([kind + 1])
  }
  return reader.range(from, end, false, 1).entries.length === 0 ? [] : ['there are keys of a kind that is not known']
}
