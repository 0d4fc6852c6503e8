import { expect } from 'chai'
import { auditFor } from '../../models/auditEntry.ts'
import { act } from '../../server/acts/act.ts'
import { newId } from '../../server/ids.ts'
import { agreed, cast, write } from '../termsWorld.ts'
import { aPerson, browserOf, visitor } from '../world.ts'

const path = (forum: { _id: string }, query = ''): string => `/forums/${forum._id}/audit${query}`

describe('The audit trail', () => {
  it('is shown to the forum’s officers and to records officers: when, what, and where it is; and the head', async () => {
    const world = await cast()
    const { forum, browsers } = world
    const id = await agreed(world, (of) => write(browsers.secretary, of, 'purpose', 'To meet.'))
    const [last] = await auditFor({ kind: 'service', name: 'audit' }).latest(forum._id, 1)
    const recordsOfficer = await browserOf(await aPerson(null, 'member', 'independent', { office: 'recordsOfficer' }))
    for (const browser of [browsers.secretary, browsers.staffChair, browsers.employerChair, recordsOfficer]) {
      const { status, text } = await browser.get(path(forum))
      expect(status).to.equal(200)
      expect(text).to.include('Terms of reference adopted')
      // Who may not read the record itself is not led to it.
      expect(text.includes(`href="/terms/${id}"`)).to.equal(browser !== recordsOfficer)
      expect(text.includes(`href="/forums/${forum._id}"`)).to.equal(browser !== recordsOfficer)
      expect(text).to.include(`${forum._id}:${last!.sequence}:${last!.hash}`)
      expect(text).not.to.include('To meet.')
    }
  })

  it('does not exist for anybody else', async () => {
    const { forum, browsers } = await cast()
    for (const name of ['member', 'observer', 'outsider', 'administrator'] as const)
      expect([name, (await browsers[name].get(path(forum))).status]).to.deep.equal([name, 404])
    expect((await visitor().get(path(forum))).status).to.equal(303)
    expect((await browsers.secretary.get(path(forum, '?before=x'))).status).to.equal(404)
    expect((await browsers.secretary.get(path(forum))).text).to.include('There is no entry here.')
  })

  it('says nothing of a side’s own matters but that there was one, and goes back page by page', async () => {
    const { forum, people, browsers } = await cast()
    const note = act(async ({ record }, event: string) => record({ forum: forum._id, event, record: newId() }))
    await note(people.staffChair, new Date(), 'side comment added')
    for (let count = 0; count < 41; count++) await note(people.secretary, new Date(), 'something done')
    const latest = await browsers.employerChair.get(path(forum))
    expect(latest.text.match(/Something done/g)).to.have.length(40)
    expect(latest.text).to.include('?before&#x3D;3')
    const earlier = await browsers.employerChair.get(path(forum, '?before=3'))
    expect(earlier.text).to.include('A matter of one side').and.not.include('comment')
  }).timeout(30_000)

  it('is found from the forum’s home page by officers, and from a list of all forums by records officers', async () => {
    const { forum, browsers } = await cast()
    expect((await browsers.secretary.get(`/forums/${forum._id}`)).text).to.include(path(forum))
    expect((await browsers.member.get(`/forums/${forum._id}`)).text).not.to.include(path(forum))
    const recordsOfficer = await browserOf(await aPerson(null, 'member', 'independent', { office: 'recordsOfficer' }))
    expect((await recordsOfficer.get('/')).text).to.include('href="/audit"')
    expect((await recordsOfficer.get(`/audit?find=${forum._id}`)).text).to.include(path(forum))
    const own = await browsers.secretary.get('/audit')
    expect(own.text.match(/\/forums\/[a-z0-9-]+\/audit/g)).to.deep.equal([path(forum)])
    for (const name of ['member', 'administrator'] as const)
      expect((await browsers[name].get('/audit')).status).to.equal(404)
  })
})
