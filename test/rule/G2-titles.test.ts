import { expect } from 'chai'
import { papersFor } from '../../models/paper.ts'
import { newId } from '../../server/ids.ts'
import { type Cast, added, agendaOf, cast, called, done, published, words } from '../meetings.ts'
import { eventsOf } from '../membership.ts'
import { submit } from '../world.ts'

const naming = 'Concerns raised by Sally Member'

/** A paper of an item, as a draft of the officers. */
async function aPaper({ people, forum }: Cast, meeting: string, item: string, title: string): Promise<string> {
  const _id = newId()
  await papersFor(people.secretary).create({
    _id,
    forum: forum._id,
    meeting,
    meetingDate: '2030-01-02',
    item,
    audience: 'forum',
    side: null,
    ruleStatus: 'chathamHouse',
    steppedOut: [],
    state: 'draft',
    title,
    versions: [{ version: 1, file: newId(), kind: 'pdf', size: 9, addedAt: new Date(), html: '' }],
    late: false,
    sentAt: null,
  })
  return _id
}

const publish = ({ browsers }: Cast, meeting: string) =>
  submit(browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {})

/** The fields of an item’s form as they stand, with these changes. */
const item = (fields: Record<string, string>): Record<string, string> => ({
  lead: 'Sally Member',
  purpose: 'discussion',
  minutes: '20',
  paperMode: 'verbal',
  audience: 'forum',
  ruleStatus: 'chathamHouse',
  ...fields,
})

describe('G2: titles are text that leaves the room', () => {
  it('an agenda is not published while a title names a participant, of an item or of a paper; then it is', async () => {
    const world = await cast()
    const { browsers } = world
    const meeting = await called(world)
    // Who leads an item may be named: that is for those in the room.
    const first = await added(world, meeting, { title: naming, lead: 'Sally Member' })
    const second = await added(world, meeting, { title: 'Winter plan' })
    const paper = await aPaper(world, meeting, second, 'Rest breaks: what Steven Chair said')
    const refused = await publish(world, meeting)
    expect(refused.status).to.equal(422)
    expect(words(refused.text)).to.include('2 titles may identify someone').and.include('Instead: a member')
    expect(refused.text).to.include(`href="/items/${first}/edit"`).and.include(`href="/papers/${paper}/title"`)
    expect((await browsers.staffMember.get(`/meetings/${meeting}`)).text).not.to.include(naming)

    const edit = `/items/${first}/edit`
    const revision = /name="revision" value="(\d+)"/.exec((await browsers.secretary.get(edit)).text)![1]!
    await done(submit(browsers.secretary, edit, item({ title: 'Concerns about parking', revision })))
    expect(words((await publish(world, meeting)).text)).to.include('A title may identify someone')
    const rename = `/papers/${paper}/title`
    await done(submit(browsers.secretary, rename, { was: 'Rest breaks: what Steven Chair said', title: 'Rest breaks' }))
    await done(publish(world, meeting))
    expect(await agendaOf(browsers.staffMember, meeting)).to.deep.equal(['1 Concerns about parking', '2 Winter plan'])
    expect(await eventsOf(world.forum._id, paper)).to.include('paper title changed')
  })

  it('titles that are not under the Rule, and usual ones that are, stay as they are', async () => {
    const open = await cast({ ruleStatus: 'open' })
    const { items } = await published(open, [naming])
    expect(items).to.have.length(1)
    const world = await cast()
    const usual = ['Staff side report', 'Report from the staff side', 'Employer proposals on car parking', 'Pay']
    expect((await published(world, usual)).items).to.have.length(4)
  })

  it('a late item is refused at once, in its form, with all that was typed', async () => {
    const world = await cast()
    const { browsers } = world
    const { meeting } = await published(world)
    const id = newId()
    const path = `/meetings/${meeting}/agenda/late`
    const refused = await submit(browsers.secretary, path, item({ id, after: '', title: naming }))
    expect(refused.status).to.equal(422)
    expect(refused.text).to.include('may identify someone').and.include(`value="${naming}"`)
    await done(submit(browsers.secretary, path, item({ id, after: '', title: 'Concerns about parking' })))
    // Nor can the name come in while the item waits for its keys.
    const edit = `/items/${id}/edit`
    const revision = /name="revision" value="(\d+)"/.exec((await browsers.secretary.get(edit)).text)![1]!
    expect((await submit(browsers.secretary, edit, item({ title: naming, revision }))).status).to.equal(422)
  })

  it('a late paper is not sent, and one that was sent is not renamed, with a name in its title', async () => {
    const world = await cast()
    const { browsers } = world
    const { meeting, items } = await published(world)
    const paper = await aPaper(world, meeting, items[0]!, naming)
    const send = () => submit(browsers.staffChair, `/papers/${paper}`, {}, `/papers/${paper}/send`)
    const refused = await send()
    expect(refused.status).to.equal(422)
    expect(words(refused.text)).to.include('Sally Member').and.include('may identify someone')
    expect((await browsers.staffMember.get(`/papers/${paper}`)).status).to.equal(404)

    const rename = `/papers/${paper}/title`
    for (let press = 0; press < 2; press++)
      await done(submit(browsers.secretary, rename, { was: naming, title: 'Parking' }))
    await done(send())
    expect((await browsers.staffMember.get(`/papers/${paper}`)).text).to.include('Parking')
    const again = await submit(browsers.secretary, rename, { was: 'Parking', title: naming })
    expect(again.status).to.equal(422)
    expect(again.text).to.include(`value="${naming}"`)
    const stale = await submit(browsers.secretary, rename, { was: naming, title: 'Car parks' })
    expect(stale.status).to.equal(409)
    expect(stale.text).to.include('Car parks').and.include('Parking')
    expect((await submit(browsers.secretary, rename, { was: 'Parking', title: ' ' })).status).to.equal(400)
    for (const who of ['staffMember', 'observer', 'outsider', 'administrator'] as const)
      expect((await browsers[who].get(rename)).status, who).to.equal(404)
    expect(await eventsOf(world.forum._id, paper)).to.deep.equal(['paper title changed', 'late paper sent'])
  })
}).timeout(60_000)
