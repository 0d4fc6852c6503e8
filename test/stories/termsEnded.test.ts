import { expect } from 'chai'
import { termsFor } from '../../models/terms.ts'
import { newId } from '../../server/ids.ts'
import { eventsOf, wordsOf } from '../membership.ts'
import { agreed, cast, consult, draft, list, mailTo, press, tasksOf, write } from '../termsWorld.ts'
import { submit } from '../world.ts'

const because = 'The two drafts are brought together first.'

describe('A version of the terms of reference that comes to nothing', () => {
  it('is discarded as a draft by an officer, with a reason that officers alone can read', async () => {
    const world = await cast()
    const { browsers, forum } = world
    const id = await draft(world)
    const end = `/terms/${id}/end`
    for (const name of ['member', 'observer', 'outsider', 'administrator'] as const) {
      expect((await browsers[name].get(end)).status, name).to.equal(404)
      expect((await submit(browsers[name], '/account', { because }, end)).status, name).to.equal(404)
    }
    const bad = await submit(browsers.secretary, end, { because: ' ' })
    expect(bad.status).to.equal(400)
    expect(wordsOf(bad.text)).to.include('Enter why')
    expect((await submit(browsers.staffChair, end, { because })).status).to.equal(303)
    expect((await submit(browsers.staffChair, '/account', { because: 'Again' }, end)).status, 'twice').to.equal(303)
    expect(wordsOf((await browsers.secretary.get(`/terms/${id}`)).text))
      .to.include(because)
      .and.not.include('Again')
    expect((await browsers.member.get(`/terms/${id}`)).status).to.equal(404)
    expect((await browsers.member.get(list(forum))).text).not.to.include(id)
    expect(await eventsOf(forum._id, id)).to.deep.equal(['terms of reference drafted', 'draft of terms discarded'])
  })

  it('cannot be written in, consulted on or approved after that, and another draft is begun', async () => {
    const world = await cast()
    const { browsers, forum, people } = world
    const id = await draft(world)
    const form = await browsers.secretary.get(`/terms/${id}/sections/purpose`)
    expect(form.status).to.equal(200)
    await submit(browsers.secretary, `/terms/${id}/end`, { because })
    for (const path of ['/sections/purpose', '/settings', '/consultation', '/comment', '/end'])
      expect((await browsers.secretary.get(`/terms/${id}${path}`)).status, path).to.equal(404)
    const late = await submit(browsers.secretary, '/account', { text: 'x', shown: '' }, `/terms/${id}/sections/purpose`)
    expect(late.status).to.equal(404)
    const next = newId()
    expect((await submit(browsers.secretary, list(forum), { id: next }, `${list(forum)}/drafts`)).status).to.equal(303)
    expect((await termsFor(people.secretary).open(next)).version).to.equal(2)
  })

  it('ends as a consultation with a reason that members are told of; keys and tasks end with it', async () => {
    const world = await cast()
    const { browsers, forum, people } = world
    const id = await draft(world)
    await write(browsers.secretary, id, 'purpose', 'To meet early.')
    await consult(browsers.secretary, id)
    await press(browsers.secretary, id, 'ask')
    await press(browsers.employerChair, id, 'approve')
    expect((await tasksOf(people.staffChair)).map(({ kind }) => kind)).to.include('giveKey')
    expect((await browsers.member.get(`/terms/${id}`)).text).not.to.include(`/terms/${id}/end`)
    expect((await submit(browsers.member, '/account', { because }, `/terms/${id}/end`)).status).to.equal(404)
    const page = wordsOf((await browsers.staffChair.get(`/terms/${id}/end`)).text)
    expect(page).to.include('Approvals given so far no longer count')
    expect((await submit(browsers.staffChair, `/terms/${id}/end`, { because })).status).to.equal(303)
    expect(await tasksOf(people.staffChair)).to.deep.equal([])
    expect(await tasksOf(people.member)).to.deep.equal([])
    for (const name of ['member', 'observer', 'secretary'] as const) {
      expect(wordsOf((await browsers[name].get(`/terms/${id}`)).text), name).to.include(because)
      expect(await mailTo(forum, people[name]), name).to.include('termsConsultationEnded')
    }
    expect(await mailTo(forum, people.outsider)).to.deep.equal([])
    expect((await press(browsers.staffChair, id, 'approve')).status).to.be.oneOf([404, 422])
    const { state, keys } = await termsFor(people.member).open(id)
    expect([state, keys.length]).to.deep.equal(['abandoned', 0])
    expect(await termsFor(people.member).inForce(forum._id)).to.equal(null)
  })

  it('is no longer to be ended once every side has agreed to it', async () => {
    const world = await cast()
    const { browsers, people } = world
    const id = await agreed(world, (of) => write(browsers.secretary, of, 'purpose', 'To meet early.'))
    expect((await browsers.secretary.get(`/terms/${id}/end`)).status).to.equal(404)
    const refused = await submit(browsers.secretary, '/account', { because }, `/terms/${id}/end`)
    expect(refused.status).to.be.oneOf([404, 422])
    expect((await termsFor(people.member).open(id)).state).to.equal('adopted')
  })
})
