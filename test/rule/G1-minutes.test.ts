import { expect } from 'chai'
import mongoose from 'mongoose'
import type { Person } from '../../server/policy/terms.ts'
import { newId } from '../../server/ids.ts'
import { type Cast, approve, begin, circulate, hidden, minutesCast, save, send } from '../minutesWorld.ts'
import { stored } from '../commands.ts'
import { submit } from '../world.ts'

/** Every record of a forum in every collection, as text. */
async function everything(forum: string): Promise<Map<string, string>> {
  const names = (await mongoose.connection.db!.listCollections({}, { nameOnly: true }).toArray()).map(
    ({ name }) => name,
  )
  const found = new Map<string, string>()
  for (const name of names) {
    const records = await stored(name).find({ forum }).toArray()
    if (records.length > 0) found.set(name, JSON.stringify(records))
  }
  return found
}

/** Where a person is named: by id, place or name. */
const tracesOf = ({ person, name, seats }: Person, records: Map<string, string>): string[] =>
  [...records]
    .filter(([, text]) => [person, name, ...seats.map(({ seat }) => seat)].some((each) => text.includes(each)))
    .map(([collection]) => collection)

/** Where places and the meeting are kept, which say nothing of what anybody wrote. */
const membership = ['seats', 'people', 'sessions', 'tasks', 'messages']

/** What anybody wrote in the minutes, wherever it is kept. */
const writings = ['minutes', 'parts', 'partversions', 'drafts', 'decisions', 'actions']

async function writtenBy(cast: Cast) {
  const { browsers, at } = cast
  const [first, second] = await begin(cast)
  const path = `${at}/parts/${first!._id}`
  const page = await browsers.secretary.get(path)
  const typing = { version: hidden(page, 'version'), token: hidden(page, 'token'), _csrf: hidden(page, '_csrf') }
  await browsers.secretary
    .post(`${path}/draft`)
    .type('form')
    .send({ ...typing, source: 'The meeting no' })
  await save(browsers.secretary, first!, { source: 'Somebody said that parking is a worry.' })
  await save(browsers.secretary, first!, { source: 'It was said that parking is a worry.' })
  await save(browsers.secretary, second!, { source: 'Noted.' })
  return { first: first!, path }
}

describe('G1: nothing stored attributes', () => {
  it('what an officer writes and autosaves in minutes is nowhere tied to that officer', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    await writtenBy(cast)
    const records = await everything(cast.forum._id)
    for (const name of writings.filter((each) => records.has(each)))
      for (const person of Object.values(cast.people))
        // Who stepped out of an item is noted with it, so that it can be hidden from them.
        if (person !== cast.people.steppedOut) expect(records.get(name), name).not.to.include(person.person)
    expect(records.get('drafts')).to.include('The meeting no')
    expect(tracesOf(cast.people.secretary, records).filter((name) => !membership.includes(name))).to.deep.equal([
      'auditentries',
    ])
    const trail = await stored<{ event: string; opening: { details: string } }>('auditentries')
      .find({ forum: cast.forum._id })
      .toArray()
    const saved = trail.filter(({ event }) => event === 'part of minutes saved')
    expect(saved).to.have.length(3)
    for (const { opening } of saved) expect(JSON.parse(opening.details)).to.deep.equal({ by: null })
  })

  it('drafts and earlier versions have neither a time nor an id that tells one', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    await writtenBy(cast)
    for (const name of ['drafts', 'partversions']) {
      const records = await stored<{ _id: string }>(name).find({ forum: cast.forum._id }).toArray()
      expect(records.length, name).to.be.above(0)
      for (const { _id, meetingDate, ...rest } of records as Record<string, unknown>[]) {
        expect(_id).to.match(/^[0-9a-f]{32}$/)
        expect(meetingDate).to.equal('2026-03-04')
        expect(JSON.stringify(rest), name).not.to.match(/\d{4}-\d\d-\d\d/)
      }
    }
  })

  it('circulation destroys unsaved text and what the minutes said before', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    const { browsers, at, forum } = cast
    await writtenBy(cast)
    await send(cast)
    await approve(browsers.employerChair, at)
    await approve(browsers.staffChair, at)
    expect((await circulate(browsers.staffChair, at)).status).to.equal(303)
    const records = await everything(forum._id)
    expect(records.has('drafts')).to.equal(false)
    expect(records.has('partversions')).to.equal(false)
    const kept = [...records.values()].join('\n')
    expect(kept).to.include('It was said that parking is a worry.')
    expect(kept).not.to.include('Somebody said').and.not.include('The meeting no')
    // Approvals name their officer; the secretary, who wrote the minutes, gave none.
    expect(tracesOf(cast.people.secretary, records).filter((name) => writings.includes(name))).to.deep.equal([])
    const [minutes] = JSON.parse(records.get('minutes')!) as [{ keys: { by: string }[]; seen: unknown[] }]
    expect(minutes.keys.map(({ by }) => by)).to.have.members([
      cast.people.employerChair.person,
      cast.people.staffChair.person,
    ])
    expect(minutes.seen).to.deep.equal([])
  })

  it('a challenge leaves its two texts and nothing else: no author, time, entry, task or e-mail', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    const { browsers, at, forum } = cast
    const { first } = await writtenBy(cast)
    await send(cast)
    await approve(browsers.employerChair, at)
    await approve(browsers.staffChair, at)
    await circulate(browsers.staffChair, at)
    const before = await everything(forum._id)
    const texts = { was: 'It was said that parking is a worry.', reads: 'It was said that parking is a concern.' }
    const sent = await submit(browsers.member, `${at}/parts/${first._id}/challenge`, { id: newId(), ...texts })
    expect(sent.status).to.equal(303)
    const after = await everything(forum._id)
    expect([...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name)).to.deep.equal([
      'parts',
    ])
    const [challenged] = (JSON.parse(after.get('parts')!) as { challenges: object[] }[]).flatMap(
      (part) => part.challenges,
    )
    expect(Object.keys(challenged!).toSorted()).to.deep.equal(['agreed', 'at', 'id', 'proposed', 'was'])
    expect(tracesOf(cast.people.member, after).filter((name) => writings.includes(name))).to.deep.equal([])
  })

  it('the hash that keys are given to cannot be tried against guessed words of an earlier version', async () => {
    const cast = await minutesCast({}, {}, { closed: false })
    const { first } = await writtenBy(cast)
    await send(cast)
    const hashOf = async () =>
      (await stored('minutes').findOne({ forum: cast.forum._id })) as never as {
        hash: string
        nonce: string
      }
    const one = await hashOf()
    await save(cast.browsers.secretary, first, { source: 'Another wording.' })
    await save(cast.browsers.secretary, first, { source: 'It was said that parking is a worry.' })
    const two = await hashOf()
    expect(two.hash).not.to.equal(one.hash)
    expect(JSON.stringify([...(await everything(cast.forum._id))])).not.to.include(one.nonce)
  })
}).timeout(30_000)
