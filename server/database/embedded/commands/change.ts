import { type Query, type Stored, findAll, matchedIndex } from '../query/find.ts'
import type { Matcher } from '../query/match.ts'
import { recordKey } from '../storage/layout.ts'
import { insertRecord, replaceRecord } from '../storage/records.ts'
import type { Update } from '../update/compile.ts'
import { upserted } from '../update/upsert.ts'
import { identical } from '../values/order.ts'
import type { Document } from '../values/types.ts'
import type { Context } from './table.ts'

/** What a change did. `before` and `after` are of the last document. */
export type Changed = {
  readonly matched: number
  readonly modified: number
  readonly upserted?: Document
  readonly before?: Document
  readonly after?: Document
}

/** Finds documents and changes them, or inserts one where there is none and it is asked for. */
export function change(
  context: Context,
  namespace: string,
  query: Query,
  update: Update,
  { multi, upsert }: { multi: boolean; upsert: boolean },
): Changed {
  const { view } = context
  const collection = view.collection(namespace)
  const { hits, matches } = findAll(view, collection, multi ? query : { ...query, limit: 1 })
  if (hits.length === 0 || collection === undefined) {
    if (!upsert) return { matched: 0, modified: 0 }
    const made = upserted(query.filter, update)
    insertRecord(view, view.collectionOrNew(namespace), made)
    return { matched: 0, modified: 0, upserted: made, after: made }
  }
  let modified = 0
  let last: { before: Document; after: Document } | undefined
  for (const hit of hits) {
    last = changeOne(context, namespace, hit, matches, update)
    if (last.before !== last.after) modified++
  }
  return { matched: hits.length, modified, ...last }
}

function changeOne(
  { view }: Context,
  namespace: string,
  hit: Stored,
  matches: Matcher,
  update: Update,
): { before: Document; after: Document } {
  const before = hit.document
  const after = update.apply(before, { index: matchedIndex(matches, before) })
  const collection = view.collectionOrNew(namespace)
  if (identical(before, after)) {
    // Also a write that changes nothing must lose to a transaction that was first.
    view.claim(recordKey(collection.id, hit.rid))
    return { before, after: before }
  }
  replaceRecord(view, collection, hit.rid, before, after)
  return { before, after }
}
