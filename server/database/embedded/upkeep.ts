import type { Engine } from './engine.ts'
import { recordedAt } from './retries.ts'
import { sessionRange } from './storage/layout.ts'
import { scan } from './storage/reader.ts'
import { type Value, doc, int } from './values/types.ts'

/** MongoDB looks for expired documents once a minute. */
const EXPIRY = 60_000
/** How long a retryable write may be sent again: as long as a session lives. */
const REMEMBERED = 30 * 60_000

/** What has to be done from time to time: documents, transactions, cursors and retry records grow old. */
export function keepUp(engine: Engine): () => void {
  const ages = setInterval(() => {
    engine.expire(Date.now())
  }, 1000)
  const expiry = setInterval(() => {
    void removeExpired(engine, new Date())
    forgetRetries(engine, Date.now())
  }, EXPIRY)
  return () => {
    clearInterval(ages)
    clearInterval(expiry)
  }
}

/** Deletes documents whose date is further back than their TTL index allows. */
export async function removeExpired(engine: Engine, now: Date): Promise<void> {
  const { catalogue } = engine.parts.shared
  for (const { namespace, indexes } of catalogue.collections.values()) {
    for (const { expireAfterSeconds, fields } of indexes) {
      const [field] = fields
      if (expireAfterSeconds === undefined || field === undefined) continue
      const before = new Date(now.getTime() - expireAfterSeconds * 1000)
      const dot = namespace.indexOf('.')
      const deletes: Value[] = [doc(['q', doc([field.path, doc(['$lt', before])])], ['limit', int(0)])]
      const body = doc(['delete', namespace.slice(dot + 1)], ['$db', namespace.slice(0, dot)], ['deletes', deletes])
      await engine.submit({ name: 'delete', body, raw: new Map() })
    }
  }
}

function forgetRetries({ parts: { store } }: Engine, now: number): void {
  const old = [...scan(store, sessionRange.start, sessionRange.end)].filter(
    ({ value }) => recordedAt(value) + REMEMBERED < now,
  )
  if (old.length === 0) return
  store.write(() => {
    for (const { key } of old) store.remove(key)
  })
}
