import { expect } from 'chai'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { scopedCollections } from '../../models/scoped.ts'
import { root } from '../../server/root.ts'

/** What docs/operations.md says of shards: collection → key, and the collections that stay whole. */
function written(): { sharded: Map<string, string>; whole: string[] } {
  const text = readFileSync(join(root, 'docs/operations.md'), 'utf8')
  const part = text.slice(text.indexOf('### Shards'))
  const rows = (head: string): string[] => {
    const table = part.slice(part.indexOf(`| ${head} |`))
    return table.slice(0, table.indexOf('\n\n')).split('\n').slice(2)
  }
  const sharded = rows('sharded').map((row) => {
    const [, name, key] = /^\| `([\w.]+)` +\| `(\{[^`]+\})`/.exec(row) ?? []
    return [name ?? row, key ?? ''] as const
  })
  const whole = rows('whole, on the first shard').flatMap((row) =>
    [...row.split('|')[1]!.matchAll(/`([\w.]+)`/g)].map(([, name]) => name!),
  )
  return { sharded: new Map(sharded), whole }
}

/** The names of a key in order: `{ files_id: 1, n: 1 }`. */
const namesIn = (key: string): string[] => [...key.matchAll(/(\w+):/g)].map(([, name]) => name!)

describe('what docs/operations.md says of shards', () => {
  const { sharded, whole } = written()
  let collections: string[] = []
  before(async () => {
    for (const file of readdirSync(join(root, 'models'))) await import(join(root, 'models', file))
    const models = mongoose.modelNames().map((name) => mongoose.model(name).collection.name)
    const others = ['ratelimits', 'migrations', 'paperfiles.files', 'paperfiles.chunks']
    collections = [...new Set([...models, ...others])]
  })

  it('names every collection once', () => {
    expect([...sharded.keys(), ...whole]).to.have.members(collections)
  })

  it('fits every unique index, which must begin with the key', async () => {
    for (const [name, key] of sharded) {
      if (name.startsWith('paperfiles')) continue
      const indexes = await mongoose.connection.db!.collection(name).indexes()
      for (const { key: fields, unique } of indexes)
        if (unique === true) expect(Object.keys(fields).slice(0, namesIn(key).length), name).to.deep.equal(namesIn(key))
    }
  })

  it('is of collections that have the indexes of the migrations: each that grows has one besides its id', async () => {
    const small = ['identityproviders', 'servicekeys']
    for (const name of scopedCollections().filter((one) => !small.includes(one)))
      expect((await mongoose.connection.db!.collection(name).indexes()).length, name).to.be.above(1)
  })
})
