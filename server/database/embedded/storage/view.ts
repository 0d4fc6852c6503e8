import { recordsOf, ridAtEnd, catalogueKey } from './layout.ts'
import { type Catalogue, type Collection, type Collections, collectionBytes } from './catalogue.ts'
import type { Holder, Locks } from './locks.ts'
import { Overlay } from './overlay.ts'
import type { Reader } from './reader.ts'
import { type Document, doc } from '../values/types.ts'

export type Writable = { put(key: Buffer, value: Buffer): void; remove(key: Buffer): void }

/** The store failed in the middle of a command's changes: everything of this commit must go. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed'
}

/** What every view of one database shares. */
export type Shared = { readonly catalogue: Catalogue; readonly locks: Locks; readonly rids: Map<number, number> }

/**
 * The database as one command or one transaction sees it: committed data, and its own changes on top. Nothing
 * reaches the store before `saveTo`; a view that is dropped has done nothing.
 */
export class View {
  readonly data: Overlay
  readonly holder: Holder | undefined
  readonly #shared: Shared
  readonly #collections: Collections
  readonly #changed = new Map<string, Collection | undefined>()
  readonly #touched = new Set<string>()
  readonly #wrote = new Set<string>()

  constructor(base: Reader, shared: Shared, holder?: Holder) {
    this.data = new Overlay(base)
    this.#shared = shared
    this.#collections = shared.catalogue.collections
    this.holder = holder
  }

  collection(namespace: string): Collection | undefined {
    return this.#changed.has(namespace) ? this.#changed.get(namespace) : this.#collections.get(namespace)
  }

  /** The collection, made now if there is none. */
  collectionOrNew(namespace: string, options: Document = doc()): Collection {
    const known = this.collection(namespace)
    if (known !== undefined) return known
    const made = this.#shared.catalogue.newCollection(namespace, options)
    this.change(namespace, made)
    return made
  }

  /** Every collection of a database, by name. */
  collectionsOf(database: string): Collection[] {
    const names = new Set([...this.#collections.keys(), ...this.#changed.keys()])
    return [...names]
      .filter((name) => name.startsWith(`${database}.`))
      .toSorted()
      .flatMap((name) => this.collection(name) ?? [])
  }

  get namespaces(): string[] {
    return [...new Set([...this.#collections.keys(), ...this.#changed.keys()])].filter((name) => this.collection(name))
  }

  /** Sets what a namespace holds; undefined drops the name (its data is for the caller to remove). */
  change(namespace: string, collection: Collection | undefined): void {
    this.#touch(catalogueKey(namespace))
    this.#changed.set(namespace, collection)
  }

  /** How many documents a collection has. */
  countOf({ id }: Collection): number {
    const { start, end } = recordsOf(id)
    return this.data.count(start, end)
  }

  get isUnchanged(): boolean {
    return this.data.isEmpty && this.#changed.size === 0
  }

  /** Lets go of everything: for a transaction that has ended and is only remembered. */
  forget(): void {
    this.data.clear()
    this.#changed.clear()
    this.#touched.clear()
  }

  newId(): number {
    return this.#shared.catalogue.newId()
  }

  /** The number for a collection's next document: numbers only grow, also over other views. */
  newRid(collection: Collection): number {
    const { rids } = this.#shared
    let last = rids.get(collection.id)
    if (last === undefined) {
      const { start, end } = recordsOf(collection.id)
      const [entry] = this.data.range(start, end, true, 1).entries
      last = entry === undefined ? 0 : ridAtEnd(entry.key)
    }
    rids.set(collection.id, last + 1)
    return last + 1
  }

  put(key: Buffer, value: Buffer): void {
    this.#touch(key)
    this.data.put(key, value)
  }

  remove(key: Buffer): void {
    this.#touch(key)
    this.data.remove(key)
  }

  /** Claims a key without changing it: for a matched document that an update leaves as it was. */
  claim(key: Buffer): void {
    this.#touch(key)
  }

  /** Notes that documents of this namespace were written, under the definition this view knows. */
  wrote(namespace: string): void {
    this.#wrote.add(namespace)
  }
  get wroteTo(): ReadonlySet<string> {
    return this.#wrote
  }

  get touched(): ReadonlySet<string> {
    return this.#touched
  }

  /** Collections this view has changed, by namespace, with the state it began from. */
  get changedCollections(): ReadonlyMap<string, Collection | undefined> {
    return this.#changed
  }
  begunWith(namespace: string): Collection | undefined {
    return this.#collections.get(namespace)
  }

  /** Writes every change into an open write of the store and tells everyone who has to know. */
  saveTo(store: Writable): void {
    try {
      this.#write(store)
    } catch (error) {
      throw new StoreFailed('the store failed', { cause: error })
    }
    this.#shared.catalogue.apply(this.#changed)
    this.#shared.locks.written(this.#touched)
  }

  #write(store: Writable): void {
    for (const [key, value] of this.data.changes()) {
      if (value === null) store.remove(key)
      else store.put(key, value)
    }
    for (const [namespace, collection] of this.#changed) {
      if (collection === undefined) store.remove(catalogueKey(namespace))
      else store.put(catalogueKey(namespace), collectionBytes(collection))
    }
  }

  #touch(key: Buffer): void {
    const name = key.toString('latin1')
    if (this.#touched.has(name)) return
    this.#shared.locks.take(name, this.holder)
    this.#touched.add(name)
  }
}
