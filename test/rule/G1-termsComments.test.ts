import { expect } from 'chai'
import mongoose from 'mongoose'
import { newId } from '../../server/ids.ts'
import { stored } from '../commands.ts'
import { cast, consult, draft, write } from '../termsWorld.ts'
import { submit } from '../world.ts'

/** Every record of the database that mentions the forum, by collection, as text. */
async function everything(forum: string): Promise<Map<string, string>> {
  const db = mongoose.connection.db!
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const found = new Map<string, string>()
  for (const name of names) {
    const records = await stored<{ forum: string }>(name).find({ forum }).toArray()
    found.set(
      name,
      records
        .map((record) => JSON.stringify(record))
        .toSorted()
        .join('\n'),
    )
  }
  return found
}

describe('G1: nothing stored attributes', () => {
  it('a comment on terms of reference: the database differs by the comment alone, whoever wrote it', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const terms = await draft(world)
    await write(browsers.secretary, terms, 'purpose', 'To meet early.')
    await consult(browsers.secretary, terms)
    const before = await everything(forum._id)
    const id = newId()
    const fields = { id, section: 'purpose', audience: 'forum', text: 'Say who is meant by partners.' }
    expect((await submit(browsers.member, `/terms/${terms}/comment`, fields)).status).to.equal(303)
    const after = await everything(forum._id)
    const changed = [...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name)
    expect(changed).to.deep.equal(['termscomments'])
    const stored = JSON.parse(after.get('termscomments')!) as Record<string, unknown>
    const told = ['_id', 'forum', 'terms', 'section', 'audience', 'side', 'text', 'html', 'writtenOn']
    expect(Object.keys(stored).toSorted()).to.deep.equal(told.toSorted())
    expect(stored['_id']).to.equal(id)
    expect(stored['writtenOn']).to.match(/^\d{4}-\d{2}-\d{2}$/)
    for (const { person, name, seats } of Object.values(people)) {
      expect(after.get('termscomments')).not.to.include(person).and.not.to.include(name)
      for (const { seat } of seats) expect(after.get('termscomments')).not.to.include(seat)
    }
  })
})
