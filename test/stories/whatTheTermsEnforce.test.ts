import { expect } from 'chai'
import { itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { newId } from '../../server/ids.ts'
import { askForDueReviews } from '../../server/acts/adoptTerms.ts'
import { addDays, addMonths } from '../../server/dates.ts'
import type { Person } from '../../server/policy/terms.ts'
import {
  type Cast,
  added,
  called,
  cast,
  done,
  named,
  planned,
  published,
  tasksOf,
  today,
  tomorrow,
  words,
} from '../meetings.ts'
import { peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { askFor, codesFor, typeIn } from '../code.ts'
import { stored } from '../commands.ts'
import { dateFields } from '../membership.ts'
import { again, anOrganisation, aPerson, browserOf, submit, unique, visitor } from '../world.ts'
import { consult, list, press, settingsOf } from '../termsWorld.ts'

/** The forum's terms, changed in these settings: drafted, consulted on, and approved by both sides. */
async function agree({ forum, browsers }: Cast, change: Readonly<Record<string, string>>): Promise<void> {
  const id = newId()
  const { secretary, employerChair, staffChair } = browsers
  await done(submit(secretary, list(forum), { id }, `${list(forum)}/drafts`))
  await done(submit(secretary, `/terms/${id}/settings`, { ...(await settingsOf(secretary, id)), ...change }))
  await done(consult(secretary, id))
  await done(press(secretary, id, 'ask'))
  await done(press(employerChair, id, 'approve'))
  await done(press(staffChair, id, 'approve'))
}

/** Presses the one button of a page that carries a version hash. */
async function approve(browser: Cast['browsers']['secretary'], path: string) {
  const { text } = await browser.get(path)
  return submit(browser, path, { hash: /name="hash" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? '' })
}

const stateOf = async ({ people }: Cast, meeting: string) => (await meetingsFor(people.secretary).open(meeting)).state

describe('Adopted terms of reference', function () {
  this.timeout(120_000)

  it('that ask every key to call a meeting and publish its agenda are enforced: one chair alone does neither', async () => {
    const world = await cast()
    const { browsers, people } = world
    await called(world, { meetingDate: addDays(today, 3) }) // one chair was enough until now
    await agree(world, { meetingKeys: 'every' })
    const meeting = await planned(world)
    const call = `/meetings/${meeting}/call`
    expect(words((await browsers.employerChair.get(call)).text)).to.contain(
      'Waiting for the employer side and the staff side',
    )
    await done(approve(browsers.employerChair, call))
    expect(await stateOf(world, meeting)).to.equal('planned')
    expect((await browsers.staffMember.get(`/meetings/${meeting}`)).status, 'nobody is told yet').to.equal(404)
    const waiting = (await browsers.staffChair.get(call)).text
    expect(words(waiting)).to.contain('Employer side: Erica Chair').and.contain('Waiting for the staff side.')
    expect((await tasksOf(people.staffChair)).filter((title) => title.startsWith('Call the meeting'))).to.have.length(1)
    expect((await tasksOf(people.employerChair)).filter((title) => title.startsWith('Call the meeting'))).to.deep.equal(
      [],
    )
    expect((await browsers.employerChair.get(call)).text, 'no second key').not.to.contain('Approve calling')
    expect((await approve(browsers.staffMember, call)).status).to.equal(404)
    await done(approve(browsers.staffChair, call))
    expect(await stateOf(world, meeting)).to.equal('called')

    await added(world, meeting)
    const publish = `/meetings/${meeting}/agenda/publish`
    await done(approve(browsers.staffChair, publish))
    // What is added after a key was given is not what was approved.
    await added(world, meeting, { title: 'Pay' })
    await done(approve(browsers.employerChair, publish))
    expect((await meetingsFor(people.secretary).open(meeting)).agendaPublishedAt).to.equal(null)
    expect((await submit(browsers.staffChair, publish, { hash: 'f'.repeat(64) })).text).to.contain('has changed since')
    await done(approve(browsers.staffChair, publish))
    const numbers = (await itemsFor(people.staffMember).ofMeeting(meeting)).map(({ number }) => number)
    expect(numbers).to.have.length(2)
  })

  it('that ask every key for a late item hold it until the third side has agreed', async () => {
    const sides = (['employer', 'staff', 'systemPartner'] as const).map((side) => ({
      side,
      holdsKey: true,
      seats: 8,
      quorumShare: 1 / 3,
      quorumMinimum: 1,
    }))
    for (const [lateKeys, after] of [
      ['two', 'published'],
      ['every', 'draft'],
    ] as const) {
      const world = await cast({ sides, lateKeys })
      const { browsers, people, forum } = world
      const partner = await browserOf(await aPerson(forum, 'chair', 'systemPartner'))
      const { meeting } = await published(world)
      const id = newId()
      const item = { title: 'Late', lead: '', purpose: 'discussion', minutes: '5', paperMode: 'verbal' }
      const rest = { audience: 'forum', ruleStatus: 'chathamHouse', after: '' }
      await done(submit(browsers.secretary, `/meetings/${meeting}/agenda/late`, { id, ...item, ...rest }))
      const path = `/items/${id}/approve`
      await done(approve(browsers.employerChair, path))
      await done(approve(browsers.staffChair, path))
      expect([lateKeys, (await itemsFor(people.secretary).open(id)).state]).to.deep.equal([lateKeys, after])
      if (after === 'draft') await done(approve(partner, path))
      expect((await itemsFor(people.staffMember).open(id)).state).to.equal('published')
    }
  })

  it('that let members of organisations without a sign-in use a code let them, from that day and until others say no', async () => {
    const world = await cast()
    const { people } = world
    await stored('ratelimits').deleteMany({})
    const [member, guest] = [people.staffMember, await named(world, await called(world), 'guest', 'staff')]
    const ask = async (who: Person) => {
      await askFor(visitor(), (await peopleFor(people.administrator).open(who.person)).email)
      return (await codesFor(who.person)).length
    }
    expect([await ask(member), await ask(guest)], 'off at first').to.deep.equal([0, 1])
    await agree(world, { codeSignIn: 'true' })
    const browser = visitor()
    await askFor(
      browser,
      (await peopleFor(people.administrator).open(member.person)).email,
      `/forums/${world.forum._id}`,
    )
    const [code] = await codesFor(member.person)
    const taken = await typeIn(browser, code!)
    expect(taken.headers['location']).to.equal(`/forums/${world.forum._id}`)
    expect((await browser.get(`/forums/${world.forum._id}`)).status).to.equal(200)
    expect((await browser.get(list(world.forum))).status, 'no more than a guest').to.equal(404)
    expect(words((await world.browsers.staffMember.get(list(world.forum))).text)).to.contain('sent by e-mail')
    await agree(world, { codeSignIn: '' })
    expect((await browser.get(`/forums/${world.forum._id}`)).status, 'at the next click').to.equal(404)
    expect([await ask(member), await ask(guest)]).to.deep.equal([1, 2])
    expect((await browserOf(member).then((usual) => usual.get(list(world.forum)))).status).to.equal(200)
  })

  it('by which core and local meetings alternate let a meeting out of turn be called with a reason only', async () => {
    const world = await cast()
    const { browsers } = world
    await called(world)
    await called(world, { meetingDate: tomorrow }) // nothing says yet that they alternate
    await agree(world, { alternation: 'true' })
    const meeting = await planned(world, { meetingDate: addDays(today, 9) })
    const call = `/meetings/${meeting}/call`
    expect(words((await browsers.staffChair.get(call)).text)).to.contain('the meeting before is of the same kind')
    expect(words((await submit(browsers.staffChair, call, {})).text)).to.contain(
      'Confirm that the meeting is out of turn',
    )
    expect(words((await submit(browsers.staffChair, call, { confirmed: 'yes' })).text)).to.contain(
      'Enter why the meeting is out of turn',
    )
    expect(await stateOf(world, meeting)).to.equal('planned')
    await done(submit(browsers.staffChair, call, { confirmed: 'yes', reason: 'The hall in the valley is closed' }))
    const shown = words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)
    expect(shown).to.contain('Called out of turn').and.contain('The hall in the valley is closed')
  })

  it('that give a side so many places let its chair fill these and no more, but a successor begin before a place ends', async () => {
    const world = await cast()
    const { forum, browsers } = world
    await agree(world, { 'sides[staff][seats]': '3', 'sides[staff][minimum]': '2' })
    const place = `/forums/${forum._id}/members/invite`
    const invite = async () => {
      const organisation = await anOrganisation()
      const who = { name: 'Anna Example', email: `${unique('anna')}@example.org`, organisation, jobTitle: 'Officer' }
      const rest = { role: 'member', signsInThrough: '', ...dateFields('from', today) }
      return submit(browsers.staffChair, place, { id: newId(), ...who, ...rest })
    }
    await done(invite())
    const refused = await invite()
    expect(refused.status).to.equal(422)
    expect(words(refused.text)).to.contain('give this side 3 places, and all are filled')
    const leaving = (await again(world.people.staffMember)).seats[0]!.seat
    await seatsFor({ kind: 'service', name: 'membership' }).end(leaving, addDays(today, 20))
    await done(invite())
    expect((await invite()).status).to.equal(422)
  })

  it('are reviewed after their months: the officers get the task once, until other terms are in force', async () => {
    const world = await cast()
    const { people, forum, browsers } = world
    await agree(world, { reviewMonths: '6' })
    const reviews = async (who: Person) => (await tasksOf(who)).filter((title) => title.startsWith('Review'))
    const after = (months: number) => new Date(`${addMonths(today, months)}T08:00:00Z`)
    await askForDueReviews(after(5))
    expect(await reviews(people.secretary)).to.deep.equal([])
    const next = newId()
    await done(submit(browsers.secretary, list(forum), { id: next }, `${list(forum)}/drafts`))
    await done(consult(browsers.secretary, next))
    await askForDueReviews(after(6))
    expect(await reviews(people.secretary), 'a new version is open for comments').to.deep.equal([])
    await done(submit(browsers.secretary, `/terms/${next}/end`, { because: 'Not needed' }))
    await askForDueReviews(after(6))
    await askForDueReviews(after(7))
    expect(await reviews(people.secretary)).to.deep.equal(['Review the terms of reference'])
    expect(await reviews(people.staffChair)).to.have.length(1)
    expect(await reviews(people.staffMember)).to.deep.equal([])
    expect((await browsers.secretary.get(`/forums/${forum._id}`)).text).to.contain('Review the terms of reference')
    await agree(world, { reviewMonths: '12' })
    expect(await reviews(people.secretary)).to.deep.equal([])
  })

  it('set the notice, the quorum and the rule of the meetings that come', async () => {
    const world = await cast({ ruleStatus: 'open', sideAttribution: 'allowed' })
    const { browsers, people } = world
    await agree(world, {
      coreNoticeDays: '12',
      paperNoticeDays: '9',
      inquorateAfterMinutes: '45',
      ruleStatus: 'chathamHouse',
      'sides[staff][share]': '100',
      'sides[staff][seats]': '10',
      'sides[staff][minimum]': '4',
    })
    const open = { id: newId(), kind: 'core', meetingDate: tomorrow, from: '10:00', until: '12:00', place: 'Preston' }
    const path = `/forums/${world.forum._id}/meetings/new`
    const loose = await submit(browsers.secretary, path, { ...open, joiningLink: '', ruleStatus: 'open' })
    expect(words(loose.text)).to.contain('cannot be made open here')
    const meeting = await planned(world, { meetingDate: tomorrow, ruleStatus: 'chathamHouse' })
    const call = `/meetings/${meeting}/call`
    expect(words((await browsers.staffChair.get(call)).text)).to.contain('12 working days of notice')
    await done(submit(browsers.staffChair, call, { confirmed: 'yes', reason: 'A decision cannot wait' }))
    const { needed, inquorateAfterMinutes } = await meetingsFor(people.secretary).open(meeting)
    expect(inquorateAfterMinutes).to.equal(45)
    expect(needed.map((one) => [one.side, one.needed])).to.deep.equal([
      ['employer', 3],
      ['staff', 4],
    ])
    await added(world, meeting, { ruleStatus: 'chathamHouse' })
    const publish = words((await browsers.staffChair.get(`/meetings/${meeting}/agenda/publish`)).text)
    expect(publish).to.contain('papers 9 working days before the meeting')
  })
})
