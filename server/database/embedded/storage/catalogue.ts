import { randomUUID } from 'node:crypto'
import { Binary, UUID } from 'bson'
import { decode } from '../values/decode.ts'
import { encode } from '../values/encode.ts'
import { wholeNumber } from '../values/numbers.ts'
import { partsOf } from '../values/paths.ts'
import { type Document, type Value, doc, int, isArray, isBinary, isDocument } from '../values/types.ts'
import { catalogueRange } from './layout.ts'
import { type Reader, scan } from './reader.ts'

export type IndexField = { readonly path: string; readonly parts: readonly string[]; readonly direction: 1 | -1 }

/** One index. What grows as documents come: `multikey`, some document had several keys; `cut`, some key was cut. */
export type Index = {
  readonly id: number
  readonly name: string
  readonly fields: readonly IndexField[]
  readonly unique: boolean
  readonly sparse: boolean
  readonly partial: Document | undefined
  readonly expireAfterSeconds: number | undefined
  /** As its maker gave it and listIndexes shows it. */
  readonly spec: Document
  readonly multikey: boolean
  readonly cut: boolean
}

/** One collection. Never changed in place: a change makes a new one, so that a reader keeps what it began with. */
export type Collection = {
  readonly namespace: string
  readonly id: number
  readonly uuid: Binary
  readonly options: Document
  readonly indexes: readonly Index[]
}

const documentIn = (from: Document, name: string): Document => {
  const value = from.get(name)
  return isDocument(value) ? value : doc()
}

/** Reads an index from its specification, which the command has already checked. */
export function indexFrom(id: number, spec: Document, multikey = false, cut = false): Index {
  const [partial, name] = [spec.get('partialFilterExpression'), spec.get('name')]
  return {
    id,
    name: typeof name === 'string' ? name : '',
    fields: [...documentIn(spec, 'key')].map(([path, direction]) => ({
      path,
      parts: partsOf(path),
      direction: (wholeNumber(direction) ?? 1) < 0 ? -1 : 1,
    })),
    unique: spec.get('unique') === true || spec.get('name') === '_id_',
    sparse: spec.get('sparse') === true,
    partial: isDocument(partial) ? partial : undefined,
    expireAfterSeconds: wholeNumber(spec.get('expireAfterSeconds')),
    spec,
    multikey,
    cut,
  }
}

const idIndex: Document = doc(['v', int(2)], ['key', doc(['_id', int(1)])], ['name', '_id_'])

export function collectionBytes({ id, uuid, options, indexes }: Collection): Buffer {
  const list: Value[] = indexes.map((index) =>
    doc(['id', int(index.id)], ['multikey', index.multikey], ['cut', index.cut], ['spec', index.spec]),
  )
  return encode(doc(['id', int(id)], ['uuid', uuid], ['options', options], ['indexes', list]))
}

function collectionFrom(namespace: string, bytes: Buffer): Collection {
  const stored = decode(bytes)
  const uuid = stored.get('uuid')
  const indexes = stored.get('indexes')
  return {
    namespace,
    id: wholeNumber(stored.get('id')) ?? 0,
    uuid: isBinary(uuid) ? uuid : new UUID(),
    options: documentIn(stored, 'options'),
    indexes: (isArray(indexes) ? indexes : [])
      .filter(isDocument)
      .map((index) =>
        indexFrom(
          wholeNumber(index.get('id')) ?? 0,
          documentIn(index, 'spec'),
          index.get('multikey') === true,
          index.get('cut') === true,
        ),
      ),
  }
}

export type Collections = ReadonlyMap<string, Collection>

/** All collections as committed. A change makes a new map; a transaction keeps the map it began with. */
export class Catalogue {
  #collections: Collections = new Map()
  #nextId = 1

  /** Reads everything from the store: at the start, and after a commit that failed. */
  load(reader: Reader): void {
    const found = new Map<string, Collection>()
    for (const { key, value } of scan(reader, catalogueRange.start, catalogueRange.end)) {
      const namespace = key.toString('utf8', 1)
      const collection = collectionFrom(namespace, value)
      found.set(namespace, collection)
      for (const { id } of [collection, ...collection.indexes]) this.#nextId = Math.max(this.#nextId, id + 1)
    }
    this.#collections = found
  }

  get collections(): Collections {
    return this.#collections
  }

  /** A number for a new collection or index, never given twice while the store is open. */
  newId(): number {
    return this.#nextId++
  }

  newCollection(namespace: string, options: Document): Collection {
    return {
      namespace,
      id: this.newId(),
      uuid: new UUID(randomUUID()),
      options,
      indexes: [indexFrom(this.newId(), idIndex)],
    }
  }

  /** Takes over what a command or transaction changed: collections by namespace, undefined where dropped. */
  apply(changes: ReadonlyMap<string, Collection | undefined>): void {
    if (changes.size === 0) return
    const collections = new Map(this.#collections)
    for (const [namespace, collection] of changes) {
      if (collection === undefined) collections.delete(namespace)
      else collections.set(namespace, collection)
    }
    this.#collections = collections
  }
}

/** Whether two states of a collection have the same definition, whatever its documents have made grow. */
export const sameDefinition = (left: Collection | undefined, right: Collection | undefined): boolean =>
  left?.id === right?.id &&
  left?.options === right?.options &&
  left?.indexes.length === right?.indexes.length &&
  (left?.indexes ?? []).every((index, at) => index.spec === right?.indexes[at]?.spec)
