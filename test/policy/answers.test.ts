import { expect } from 'chai'
import { answersTo } from '../../models/answers.ts'
import { itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { papersFor } from '../../models/paper.ts'
import { NotFound } from '../../server/errors.ts'
import { newId } from '../../server/ids.ts'
import type { Person, Viewer } from '../../server/policy/terms.ts'
import { stored } from '../commands.ts'
import { cast, planned } from '../meetings.ts'

/** What one command gives to several questions of a page about a meeting. */
const together = (viewer: Viewer, meeting: string) =>
  answersTo({ items: itemsFor(viewer).onAgenda(meeting), papers: papersFor(viewer).onAgenda({ meeting }) })

describe('Questions that are asked together', () => {
  let people: Record<string, Person>
  let meeting = ''
  before(async () => {
    const world = await cast()
    ;({ people } = world)
    meeting = await planned(world)
    const secretary = world.people.secretary
    const same = { forum: world.forum._id, meeting, meetingDate: '2030-01-02', ruleStatus: 'chathamHouse' } as const
    const audiences = ['forum', 'chairs', 'public'] as const
    for (const [at, audience] of audiences.entries()) {
      const item = newId()
      const agenda = { kind: 'substantive', purpose: 'discussion', minutes: 5, paperMode: 'enclosed' } as const
      const state = at === 0 ? 'draft' : 'published'
      await itemsFor(secretary).create([
        {
          ...same,
          ...agenda,
          _id: item,
          audience,
          state,
          position: 3 - at,
          title: `Item for ${audience}`,
          lead: 'Mary',
        },
      ])
      await papersFor(secretary).create({
        ...same,
        _id: newId(),
        item,
        audience,
        side: null,
        steppedOut: [],
        state: 'draft',
        title: `Paper for ${audience}`,
        versions: [{ version: 1, file: newId(), kind: 'pdf', size: 9, addedAt: new Date(at), html: 'its text' }],
        late: false,
        sentAt: null,
      })
    }
  })

  it('are answered as each would be by itself, to everybody', async () => {
    const found: Record<string, number> = {}
    for (const [name, viewer] of Object.entries(people)) {
      const { items, papers } = await together(viewer, meeting)
      const alone = await itemsFor(viewer).ofMeeting(meeting)
      expect(
        items.map(({ _id, lead }) => [_id, lead]),
        name,
      ).to.deep.equal(alone.map(({ _id, lead }) => [_id, lead]))
      const paper = async (each: string) => (await papersFor(viewer).ofItem(each)).map(({ _id }) => _id)
      const some = (await Promise.all(alone.map(({ _id }) => paper(_id)))).flat()
      expect(papers.map(({ _id }) => _id).toSorted(), name).to.deep.equal(some.toSorted())
      expect(JSON.stringify(papers)).not.to.include('its text')
      found[name] = items.length
    }
    expect(found).to.deep.include({ secretary: 3, staffChair: 3, staffMember: 1, observer: 1, outsider: 1 })
  })

  it('are answered anew at every change, and nobody changes an answer', async () => {
    const { secretary, staffMember } = people as { secretary: Person; staffMember: Person }
    const { items } = await together(secretary, meeting)
    expect((await together(secretary, meeting)).items).to.deep.equal(items)
    expect(() => Object.assign(items[0]!, { title: 'changed' })).to.throw(TypeError)
    expect(items.map(({ lead }) => lead)).to.deep.equal(['Mary', 'Mary', 'Mary'])
    const open = async (): Promise<string[]> => (await together(staffMember, meeting)).items.map(({ title }) => title)
    expect(await open()).to.deep.equal(['Item for public'])
    const first = items.find(({ audience }) => audience === 'public')!
    await itemsFor(secretary).edit(first._id, { title: 'Another title' })
    expect(await open()).to.deep.equal(['Another title'])
    await itemsFor(secretary).edit(first._id, { state: 'draft' })
    expect(await open()).to.deep.equal([])
    await itemsFor(secretary).edit(first._id, { state: 'published', title: 'Item for public' })
    expect(await open()).to.deep.equal(['Item for public'])
  })

  it('are answered where an earlier version has stored a paper without the time at which it was added', async () => {
    const secretary = people['secretary']!
    const [first] = (await together(secretary, meeting)).papers
    const papers = stored<{ _id: string }>('paper')
    await papers.updateOne({ _id: first!._id }, { $unset: { addedAt: 1 } })
    const after = (await together(secretary, meeting)).papers
    expect(after.map(({ _id }) => _id))
      .to.include(first!._id)
      .and.have.lengthOf(3)
    await papers.updateOne({ _id: first!._id }, { $set: { addedAt: first!.addedAt } })
  })

  it('are answered nothing to somebody without a row, and whoever may not open the first finds nothing', async () => {
    expect(await together({ kind: 'service', name: 'outbox' }, meeting)).to.deep.equal({ items: [], papers: [] })
    const opened = (viewer: Viewer, which: string) => answersTo({ meeting: meetingsFor(viewer).opening(which) })
    const { meeting: own } = await opened(people['secretary']!, meeting)
    expect(own).to.deep.equal(await meetingsFor(people['secretary']!).open(meeting))
    for (const [viewer, which] of [
      [people['outsider']!, meeting],
      [people['secretary']!, newId()],
    ] as const)
      expect(await opened(viewer, which).catch((error: unknown) => error)).to.be.instanceOf(NotFound)
  })
})
