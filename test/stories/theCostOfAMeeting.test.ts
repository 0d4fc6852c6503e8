import { expect } from 'chai'
import { itemsFor } from '../../models/item.ts'
import { papersFor } from '../../models/paper.ts'
import { newId } from '../../server/ids.ts'
import { submit } from '../world.ts'
import { costOf } from '../queries.ts'
import { type Cast, arrive, cast, called, done, more } from '../meetings.ts'

/** A published agenda of twenty items with a paper each. */
async function twenty(world: Cast): Promise<{ meeting: string; items: string[] }> {
  const { secretary } = world.people
  const meeting = await called(world)
  const items = Array.from({ length: 20 }, newId)
  const { forum } = world
  const same = {
    forum: forum._id,
    meeting,
    meetingDate: '2030-01-02',
    audience: 'forum',
    ruleStatus: 'chathamHouse',
  } as const
  await itemsFor(secretary).create(
    items.map((_id, at) => ({
      ...same,
      _id,
      state: 'draft',
      position: at + 1,
      title: `Workforce implications of the integration programme, part ${at + 1}`,
      lead: 'Mary Lead',
      purpose: 'discussion',
      minutes: 10,
      paperMode: 'enclosed',
    })),
  )
  for (const item of items)
    await papersFor(secretary).create({
      ...same,
      _id: newId(),
      item,
      side: null,
      steppedOut: [],
      state: 'draft',
      title: 'Programme plan and what it means for staff',
      versions: [{ version: 1, file: newId(), kind: 'pdf', size: 9, addedAt: new Date(), html: '' }],
      late: false,
      sentAt: null,
    })
  await done(submit(world.browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
  return { meeting, items }
}

describe('The pages of a meeting with twenty items', () => {
  it('cost five queries at most, and the meeting’s own stays below 30 KB', async function () {
    this.timeout(120_000)
    const world = await cast()
    const { meeting, items } = await twenty(world)
    const { browsers, people, forum } = world
    const day = `/meetings/${meeting}/day`
    const pages: [keyof typeof browsers, string][] = [
      ['staffMember', `/forums/${forum._id}/meetings`],
      ['staffMember', `/meetings/${meeting}`],
      ['secretary', `/meetings/${meeting}`],
      ['secretary', `/meetings/${meeting}/agenda`],
      ['secretary', `/meetings/${meeting}/attendance`],
      ['staffMember', `/meetings/${meeting}/answer`],
      ['staffMember', `/items/${items[0]}`],
      ['staffMember', `/items/${items[0]}/step-out`],
      ['secretary', `/forums/${forum._id}/meetings/new`],
      ['staffMember', `/forums/${forum._id}/interests`],
    ]
    for (const [who, path] of pages) expect((await costOf(browsers[who], path)).queries, path).to.have.length.at.most(5)
    for (const who of ['staffMember', 'secretary'] as const)
      expect((await costOf(browsers[who], `/meetings/${meeting}`)).size, who).to.be.below(30_000)

    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    await arrive(world, meeting, [people.staffMember, people.staffChair, ...(await more(world, 'employer', 4))])
    await done(submit(browsers.secretary, day, { current: '', next: items[0]! }, `${day}/take`))
    for (const who of ['staffMember', 'secretary', 'observer'] as const)
      expect((await costOf(browsers[who], day)).queries, who).to.have.length.at.most(5)
    expect((await costOf(browsers.secretary, `/meetings/${meeting}/arrivals`)).queries).to.have.length.at.most(5)
  })
})
