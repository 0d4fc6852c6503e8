import { expect } from 'chai'
import mongoose from 'mongoose'
import { mock } from 'node:test'
import type supertest from 'supertest'
import { forumsFor } from '../../models/forum.ts'
import { seatsFor } from '../../models/seat.ts'
import { termsFor } from '../../models/terms.ts'
import { adoptDueTerms } from '../../server/acts/adoptTerms.ts'
import { addDays } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import {
  agreed,
  type Browser,
  cast,
  consult,
  draft,
  list,
  mailTo,
  press,
  settingsOf,
  tasksOf,
  today,
  write,
} from '../termsWorld.ts'
import { steady } from '../steady.ts'
import { aForum, again, aPerson, browserOf, submit, visitor } from '../world.ts'

const releases = { kind: 'service', name: 'releases' } as const

/** A page without what differs between any two requests. */
const neutral = (page: supertest.Response) => steady(page.text).replaceAll(/value="[^"]*"/g, '')

describe('Terms of reference', () => {
  it('are drafted by officers, and nobody else sees the draft or begins one', async () => {
    const world = await cast()
    const { forum, browsers } = world
    const id = await draft(world)
    expect((await browsers.secretary.get(`/terms/${id}`)).text).to.include('Terms of reference of Forum')
    for (const name of ['member', 'observer', 'outsider', 'administrator'] as const) {
      const [hidden, absent] = [await browsers[name].get(`/terms/${id}`), await browsers[name].get(`/terms/${newId()}`)]
      expect([name, hidden.status]).to.deep.equal([name, 404])
      expect(neutral(hidden)).to.equal(neutral(absent))
    }
    expect((await browsers.member.get(list(forum))).text)
      .not.to.include('/drafts')
      .and.not.to.include(id)
    expect((await submit(browsers.member, '/account', { id: newId() }, `${list(forum)}/drafts`)).status).to.equal(404)
    expect((await visitor().get(`/terms/${id}`)).headers['location']).to.match(/^\/sign-in/)
    expect((await browsers.outsider.get(list(forum))).status).to.equal(404)
    expect((await browsers.administrator.get(list(forum))).status).to.equal(404)
  })

  it('are begun once, however often the button is pressed', async () => {
    const { forum, people, browsers } = await cast()
    const id = newId()
    await submit(browsers.secretary, list(forum), { id }, `${list(forum)}/drafts`)
    expect((await submit(browsers.secretary, list(forum), { id }, `${list(forum)}/drafts`)).status).to.equal(303)
    expect(await termsFor(people.secretary).versions(forum._id)).to.have.length(1)
  })

  it('go from draft through consultation to adoption, and then the service enforces their settings', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const id = await draft(world)
    expect((await write(browsers.secretary, id, 'purpose', 'To meet **early**.')).status).to.equal(303)
    const fields = { ...(await settingsOf(browsers.secretary, id)), coreNoticeDays: '15', 'sides[staff][seats]': '11' }
    expect((await submit(browsers.secretary, `/terms/${id}/settings`, fields)).status).to.equal(303)
    expect((await consult(browsers.secretary, id)).status).to.equal(303)
    expect(await mailTo(forum, people.observer)).to.deep.equal(['termsConsultation'])
    expect((await tasksOf(people.member)).map(({ kind }) => kind)).to.deep.equal(['commentOnTerms'])
    expect(await tasksOf(people.observer)).to.deep.equal([])
    expect((await browsers.observer.get(`/terms/${id}`)).text).to.include('<strong>early</strong>')

    expect((await press(browsers.secretary, id, 'ask')).status).to.equal(303)
    expect((await tasksOf(people.staffChair)).map(({ kind }) => kind)).to.deep.equal(['giveKey'])
    expect(await mailTo(forum, people.staffChair)).to.include('approvalWaiting')
    expect((await press(browsers.employerChair, id, 'approve')).status).to.equal(303)
    expect(await tasksOf(people.employerChair)).to.deep.equal([])
    const waiting = await browsers.member.get(`/terms/${id}`)
    expect(waiting.text).to.include('approved by Imogen Thackeray').and.include('Waiting for the staff side')
    expect((await forumsFor(people.member).open(forum._id)).settings.coreNoticeDays).to.equal(20)

    expect((await press(browsers.staffChair, id, 'approve')).status).to.equal(303)
    const after = await forumsFor(people.member).open(forum._id)
    expect([after.terms, after.settings.coreNoticeDays]).to.deep.equal([id, 15])
    expect(after.settings.sides.find(({ side }) => side === 'staff')).to.deep.include({ seats: 11, quorumShare: 1 / 3 })
    const shown = await browsers.member.get(list(forum))
    expect(shown.text).to.include('Version 1, in force since').and.include('15 working days').and.include('11 places')
    expect(shown.text).to.include('To be reviewed by')
    expect(await mailTo(forum, people.observer)).to.include('termsAdopted')
  })

  it('are acknowledged by each member, which stands in the way of nothing', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const id = await agreed(world, (of) => write(browsers.secretary, of, 'purpose', 'To meet.'))
    expect((await tasksOf(people.observer)).map(({ kind }) => kind)).to.deep.equal(['acknowledgeTerms'])
    expect((await browsers.member.get(list(forum))).text).to.include('I have read these terms of reference')
    const acknowledge = () => submit(browsers.member, '/account', { terms: id }, `${list(forum)}/acknowledge`)
    expect((await acknowledge()).status).to.equal(303)
    expect((await acknowledge()).status).to.equal(303)
    expect((await browsers.member.get(list(forum))).text).not.to.include('I have read these terms of reference')
    const seat = (await again(people.member)).seats[0]!
    expect((await seatsFor(people.member).open(seat.seat)).acknowledged).to.equal(id)
    expect(await tasksOf(people.member)).to.deep.equal([])
  })

  it('replace the earlier ones, and any two versions can be compared word by word', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const first = await agreed(world, (of) =>
      write(browsers.secretary, of, 'purpose', 'To meet early and speak freely.'),
    )
    const second = await agreed(world, async (of) => {
      await write(browsers.employerChair, of, 'purpose', 'To meet early and speak candidly.')
      await submit(browsers.secretary, `/terms/${of}/settings`, {
        ...(await settingsOf(browsers.secretary, of)),
        localNoticeDays: '25',
      })
    })
    expect((await termsFor(people.member).open(first)).state).to.equal('superseded')
    expect((await browsers.member.get(list(forum))).text)
      .to.include('Replaced')
      .and.include('In force')
    const compared = await browsers.observer.get(`${list(forum)}/compare?from=${second}&to=${first}`)
    expect(compared.status).to.equal(200)
    expect(compared.text).to.match(/<del><span[^>]*>\[removed: <\/span>freely<span[^>]*>\]<\/span><\/del>/)
    expect(compared.text).to.match(/<ins><span[^>]*>\[added: <\/span>candidly<span[^>]*>\]<\/span><\/ins>/)
    expect(compared.text).to.include('30 working days').and.include('25 working days')
    expect((await browsers.outsider.get(`${list(forum)}/compare?from=${first}&to=${second}`)).status).to.equal(404)
    expect((await browsers.member.get(`${list(forum)}/compare?from=x&to=${second}`)).status).to.equal(404)
  })

  it('from a future day stay agreed until then, and the first request of that day puts them in force', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const day = addDays(today, 40)
    const [year, month, date] = day.split('-') as [string, string, string]
    const id = await agreed(world, async (of) => {
      const fields = await settingsOf(browsers.secretary, of)
      const start = { 'startsOn[day]': date, 'startsOn[month]': month, 'startsOn[year]': year, reviewMonths: '6' }
      expect((await submit(browsers.secretary, `/terms/${of}/settings`, { ...fields, ...start })).status).to.equal(303)
    })
    expect((await termsFor(people.member).open(id)).state).to.equal('agreed')
    expect((await forumsFor(people.member).open(forum._id)).terms).to.equal(null)
    expect((await browsers.member.get(`/terms/${id}`)).text).to.include('Approved by every key; in force from')
    mock.timers.enable({ apis: ['Date'], now: new Date(`${day}T00:30:00Z`) })
    try {
      const then = await browserOf(people.member)
      expect((await then.get(list(forum))).text).to.include('Version 1, in force since')
    } finally {
      mock.timers.reset()
    }
    const { state, inForceFrom } = await termsFor(people.member).open(id)
    expect([state, inForceFrom]).to.deep.equal(['adopted', day])
    const after = await forumsFor(people.member).open(forum._id)
    expect([after.terms, after.settings.reviewMonths]).to.deep.equal([id, 6])
    expect((await tasksOf(people.member)).map(({ kind }) => kind)).to.deep.equal(['acknowledgeTerms'])
  })

  it('cost five queries a page at most, session and seats included', async () => {
    const world = await cast()
    const { forum, browsers } = world
    const first = await agreed(world, (of) => write(browsers.secretary, of, 'purpose', 'To meet.'))
    const id = await draft(world)
    const version = `/terms/${id}`
    const forms = [`${version}/settings`, `${version}/sections/purpose`, `${version}/consultation`]
    const compare = `${list(forum)}/compare?from=${first}&to=${id}`
    for (const path of [list(forum), version, ...forms, compare, `/forums/${forum._id}/audit`]) {
      const asked: string[] = []
      mongoose.set('debug', (collection: string, method: string) => void asked.push(`${collection}.${method}`))
      try {
        await browsers.secretary.get(path).expect(200)
      } finally {
        mongoose.set('debug', false)
      }
      // The session is read by its own store, which is not counted here.
      expect(asked.length, `${path}: ${asked.join(', ')}`).to.be.within(1, 4)
    }
  })

  it('wait beyond their day while a side has withdrawn, and take effect on a day after its return', async () => {
    const world = await cast()
    const { forum, people, browsers } = world
    const [start, later] = [addDays(today, 60), addDays(today, 63)]
    const id = await agreed(world, async (of) => {
      const [year, month, date] = start.split('-') as [string, string, string]
      const day = { 'startsOn[day]': date, 'startsOn[month]': month, 'startsOn[year]': year }
      await submit(browsers.secretary, `/terms/${of}/settings`, {
        ...(await settingsOf(browsers.secretary, of)),
        ...day,
      })
    })
    await forumsFor(releases).edit(forum._id, { withdrawn: ['staff'] })
    await adoptDueTerms(new Date(`${start}T08:00:00Z`))
    expect((await termsFor(people.member).open(id)).state).to.equal('agreed')
    await forumsFor(releases).edit(forum._id, { withdrawn: [] })
    await adoptDueTerms(new Date(`${later}T08:00:00Z`))
    const { state, inForceFrom } = await termsFor(people.member).open(id)
    expect([state, inForceFrom]).to.deep.equal(['adopted', later])
    await adoptDueTerms(new Date(`${later}T08:01:00Z`))
    expect((await termsFor(people.member).open(id)).state).to.equal('adopted')
  })

  it('of a forum without sides need as many chairs as it has settled, of whatever side', async () => {
    const forum = await aForum({ sides: [], chairsNeeded: 3 })
    const chairs: Browser[] = []
    for (let count = 0; count < 3; count++) chairs.push(await browserOf(await aPerson(forum, 'chair', 'independent')))
    const secretary = await aPerson(forum, 'secretary', 'independent')
    const browser = await browserOf(secretary)
    const id = newId()
    await submit(browser, list(forum), { id }, `${list(forum)}/drafts`)
    await consult(browser, id)
    expect((await browser.get(`/terms/${id}/comment`)).text).not.to.include('value="side"')
    await press(browser, id, 'ask')
    for (const [at, chair] of chairs.entries()) {
      expect((await termsFor(secretary).open(id)).state).to.equal('consultation')
      if (at === 1) expect((await chair.get(`/terms/${id}`)).text).to.include('Waiting for 2 more chairs')
      expect((await press(chair, id, 'approve')).status).to.equal(303)
    }
    expect((await termsFor(secretary).open(id)).state).to.equal('adopted')
  })

  it('decide whether members see what was before their time', async () => {
    const world = await cast()
    const { people, browsers } = world
    const { historyFrom } = people.member.seats[0]!
    const whole = async (of: string, change: Record<string, string>) => {
      const { wholeHistory: _before, ...fields } = await settingsOf(browsers.secretary, of)
      await submit(browsers.secretary, `/terms/${of}/settings`, { ...fields, ...change })
    }
    await agreed(world, (of) => whole(of, { wholeHistory: 'true' }))
    expect((await again(people.member)).seats[0]!.historyFrom).to.equal('1900-01-01')
    await agreed(world, (of) => whole(of, {}))
    expect((await again(people.member)).seats[0]!.historyFrom).to.equal(historyFrom)
  })
})
