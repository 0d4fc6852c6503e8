import type { mongo } from 'mongoose'
import { isEmbedded } from './backup/source.ts'

/** What a check found. */
export type Checked = {
  readonly collections: readonly { readonly name: string; readonly documents: number; readonly indexes: number }[]
  readonly problems: readonly string[]
}

/**
 * Checks a database: every document can be read, every index has exactly the entries that its documents give. The
 * embedded database checks its catalogue as well, at one moment; a deployment is asked to `validate` each collection.
 */
export async function checkDatabase(db: mongo.Db): Promise<Checked> {
  if (await isEmbedded(db)) {
    const found = await db.admin().command({ subrosaCheck: 1 })
    return {
      collections: (found['collections'] as mongo.Document[]).map(({ ns, documents, entries }) => ({
        name: String(ns).slice(String(ns).indexOf('.') + 1),
        documents: Number(documents),
        indexes: Object.keys(Object(entries)).length,
      })),
      problems: (found['problems'] as unknown[]).map(String),
    }
  }
  const collections: Checked['collections'][number][] = []
  const problems: string[] = []
  const listed = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()
  for (const { name } of listed.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const { nrecords, nIndexes, valid, errors } = await db.command({ validate: name })
    collections.push({ name, documents: Number(nrecords), indexes: Number(nIndexes) })
    if (valid !== true) problems.push(...(errors as unknown[]).map((error) => `${name}: ${String(error)}`))
    if (valid !== true && (errors as unknown[]).length === 0) problems.push(`${name} is not valid`)
  }
  return { collections, problems }
}
