import { expect } from 'chai'
import { attendanceFor } from '../../models/attendance.ts'
import { itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { seatsFor } from '../../models/seat.ts'
import { tasksFor } from '../../models/task.ts'
import { startMeeting, takeItem } from '../../server/acts/runMeeting.ts'
import { recordArrival, recordLeaving } from '../../server/acts/recordAttendance.ts'
import { closeMeeting } from '../../server/acts/runMeeting.ts'
import { addDays, instantOf, showDay } from '../../server/dates.ts'
import { newId } from '../../server/ids.ts'
import type { Person } from '../../server/policy/terms.ts'
import { again, browserOf, submit } from '../world.ts'
import {
  type Cast,
  added,
  arrive,
  called,
  cast,
  done,
  mailsAbout,
  more,
  named,
  published,
  tasksOf,
  today,
  tomorrow,
  words,
} from '../meetings.ts'
import { steady } from '../steady.ts'

/** A published agenda, and three people of each side, which is a quorum. */
async function gathering(settings = {}) {
  const world = await cast(settings)
  const { meeting, items } = await published(world, ['Winter plan', 'Pay', 'Estates'])
  const [staff, employers] = [await more(world, 'staff', 1), await more(world, 'employer', 1)]
  const { people } = world
  const sides = {
    staff: [people.staffChair, people.staffMember, ...staff],
    employers: [people.employerChair, people.employerMember, ...employers],
  }
  return { ...world, meeting, items, sides, day: `/meetings/${meeting}/day` }
}
const started = async (world: Awaited<ReturnType<typeof gathering>>) => {
  await done(submit(world.browsers.secretary, world.day, {}, `${world.day}/start`))
  return world
}
const take = async ({ browsers, day }: { browsers: Cast['browsers']; day: string }, current: string, next: string) =>
  done(submit(browsers.secretary, day, { current, next }, `${day}/take`))
const placeOf = async ({ people }: Cast, meeting: string, person: Person) =>
  (await attendanceFor(people.secretary).ofPerson(meeting, person.person))!._id

describe('On the day of a meeting', () => {
  it('one screen shows rule, quorum, the item being taken and the next, to everybody who is invited', async () => {
    const world = await started(await gathering())
    const { browsers, meeting, items, sides, day } = world
    await arrive(world, meeting, [...sides.staff, ...sides.employers])
    await take(world, '', items[0]!)
    const secretary = words((await browsers.secretary.get(day)).text)
    expect(secretary).to.contain('Chatham House Rule for item 1').and.contain('Quorate')
    expect(secretary).to.contain('Now: 1 Winter plan 20 minutes left').and.contain('Next: 2 Pay')
    expect(secretary).to.contain('Finish, and take item 2').and.contain('In the room: 6')
    const member = words((await browsers.staffMember.get(day)).text)
    expect(member).to.contain('Now: 1 Winter plan').and.contain('3 present, 3 needed')
    expect(member).not.to.contain('Finish, and take').and.not.contain('Somebody arrives')
    const observer = words((await browsers.observer.get(day)).text)
    expect(observer).to.contain('Quorate').and.not.contain('present,')
    const guest = await browserOf(await named(world, meeting, 'guest', 'employer'))
    expect(words((await guest.get(day)).text))
      .to.contain('Now: 1 Winter plan')
      .and.not.contain('present,')
    const late = await browserOf((await more(world, 'staff', 1))[0]!)
    for (const browser of [browsers.outsider, browsers.administrator, late])
      expect((await browser.get(day)).status).to.equal(404)
  })

  it('is run by officers alone', async () => {
    const world = await gathering()
    const { browsers, people, meeting, items, day } = world
    const home = `/meetings/${meeting}/answer`
    const place = await placeOf(world, meeting, people.staffMember)
    const { seat } = people.staffMember.seats[0]!
    const posts: [string, Record<string, string>][] = [
      [`${day}/start`, {}],
      [`${day}/take`, { current: '', next: items[0]! }],
      [`${day}/leave`, { place }],
      [`${day}/step-out`, { item: items[0]!, person: people.employerMember.person }],
      [`${day}/return`, { item: items[0]!, person: people.employerMember.person }],
      [`${day}/close`, {}],
      [`/meetings/${meeting}/arrivals`, { seat }],
    ]
    for (const [post, fields] of posts)
      expect((await submit(browsers.staffMember, home, fields, post)).status, post).to.equal(404)
    for (const path of [`/meetings/${meeting}/arrivals`, `${day}/adjourn`])
      expect((await browsers.staffMember.get(path)).status, path).to.equal(404)
  })

  it('starts on its day, once, and not before', async () => {
    const world = await cast()
    const { browsers } = world
    const early = await called(world, { meetingDate: tomorrow })
    const screen = `/meetings/${early}/day`
    expect(words((await browsers.secretary.get(screen)).text)).to.contain(`The meeting is on ${showDay(tomorrow)}`)
    const refused = await submit(browsers.secretary, `/meetings/${early}/edit`, {}, `${screen}/start`)
    expect(refused.status).to.equal(422)
    const meeting = await called(world)
    const day = `/meetings/${meeting}/day`
    const asked = async () =>
      (await tasksFor(world.people.observer).waiting(await again(world.people.observer), 10)).map(({ path }) => path)
    expect(await asked()).to.include(`/meetings/${meeting}/answer`)
    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    // Nobody is asked any more whether they come, and observers stand under no side.
    expect(await asked()).not.to.include(`/meetings/${meeting}/answer`)
    expect(words((await browsers.secretary.get(`/meetings/${meeting}/arrivals`)).text))
      .to.match(/Observers and advisers Olive Observer/)
      .and.not.contain('Independent')
    const first = await meetingsFor(world.people.secretary).open(meeting)
    await done(submit(browsers.secretary, `/meetings/${meeting}/arrivals`, {}, `${day}/start`))
    expect(await meetingsFor(world.people.secretary).open(meeting)).to.deep.equal(first)
  })

  it('counts the quorum anew at each arrival and departure', async () => {
    const world = await started(await gathering())
    const { browsers, people, meeting, sides, day } = world
    const screen = async () => words((await browsers.secretary.get(day)).text)
    expect(await screen())
      .to.contain('Not quorate')
      .and.contain('Decide nothing yet')
    await arrive(world, meeting, [...sides.staff, ...sides.employers.slice(0, 2)])
    expect(await screen())
      .to.contain('Not quorate')
      .and.contain('2 present, 3 needed (too few)')
    await arrive(world, meeting, [sides.employers[2]!, sides.employers[2]!])
    expect(await screen()).not.to.contain('Not quorate')
    const place = await placeOf(world, meeting, people.staffMember)
    await done(submit(browsers.secretary, day, { place }, `${day}/leave`))
    await done(submit(browsers.secretary, day, { place }, `${day}/leave`))
    expect(await screen())
      .to.contain('Not quorate')
      .and.contain('In the room: 5')
  })

  it('counts a deputy for the side that sent the deputy', async () => {
    const world = await started(await gathering())
    const { browsers, people, meeting, sides, day } = world
    await arrive(world, meeting, [...sides.staff.slice(0, 1), sides.staff[2]!, ...sides.employers])
    const { seat } = people.staffMember.seats[0]!
    const deputy = await named(world, meeting, 'deputy', 'staff', seat)
    const arrivals = words((await browsers.secretary.get(`/meetings/${meeting}/arrivals`)).text)
    expect(arrivals).to.contain('Deputy for Sally Member')
    expect(words((await browsers.secretary.get(day)).text)).to.contain('Not quorate')
    await arrive(world, meeting, [deputy])
    expect(words((await browsers.secretary.get(day)).text)).not.to.contain('Not quorate')
    // The member comes after all: the seat counts once.
    await arrive(world, meeting, [people.staffMember])
    expect(words((await browsers.secretary.get(day)).text)).to.contain('Staff side 3 present')
  })

  it('moves on by one item however often the button is pressed', async () => {
    const world = await started(await gathering())
    const { browsers, people, meeting, items, day } = world
    await take(world, '', items[0]!)
    await take(world, items[0]!, items[1]!)
    await take(world, items[0]!, items[1]!)
    await done(submit(browsers.staffChair, day, { current: items[0]!, next: items[2]! }, `${day}/take`))
    expect((await meetingsFor(people.secretary).open(meeting)).currentItem).to.equal(items[1])
    expect((await itemsFor(people.secretary).open(items[0]!)).finishedAt).to.be.a('date')
    const elsewhere = await published(world, ['Other'])
    const wrong = { current: items[1]!, next: elsewhere.items[0]! }
    expect((await submit(browsers.secretary, day, wrong, `${day}/take`)).status).to.equal(404)
    expect((await meetingsFor(people.secretary).open(meeting)).currentItem).to.equal(items[1])
  })

  it('keeps for each item whether the meeting was quorate when it was finished', async () => {
    const world = await started(await gathering())
    const { people, meeting, items, sides } = world
    await take(world, '', items[0]!)
    await arrive(world, meeting, [...sides.staff, ...sides.employers])
    await take(world, items[0]!, items[1]!)
    const place = await placeOf(world, meeting, people.staffMember)
    await done(submit(world.browsers.secretary, world.day, { place }, `${world.day}/leave`))
    await take(world, items[1]!, '')
    const noted = await itemsFor(people.secretary).ofMeeting(meeting)
    expect(noted.map(({ quorate }) => quorate)).to.deep.equal([true, false, null])
    const { secretary, staffChair, staffMember, observer } = world.browsers
    for (const browser of [secretary, staffChair])
      expect(words((await browser.get(`/items/${items[1]}`)).text)).to.contain('to be ratified')
    // To everybody else it would tell that somebody stepped out of this item or left, next to what is said of the whole.
    for (const browser of [staffMember, observer])
      for (const path of [`/items/${items[1]}`, `/meetings/${meeting}`]) {
        const page = words((await browser.get(path)).text)
        expect(page, path).to.contain('Finished').and.not.to.contain('to be ratified')
      }
    for (const person of [people.staffMember, people.observer]) {
      const seen = await itemsFor(await again(person)).ofMeeting(meeting)
      expect(seen.map(({ quorate }) => quorate)).to.deep.equal([null, null, null])
    }
  })

  it('is inquorate after the time that the terms allow, and remembers it', async () => {
    const { people, meeting, sides, browsers, items } = await gathering({ inquorateAfterMinutes: 15 })
    const at = (time: string) => instantOf(today, time)
    const seatOf = async (person: Person) => (await again(person)).seats[0]!.seat
    const { secretary } = people
    await startMeeting(secretary, at('10:00'), { meeting })
    for (const person of [...sides.staff, ...sides.employers])
      await recordArrival(secretary, at('10:10'), { meeting, seat: await seatOf(person) })
    await takeItem(secretary, at('10:11'), { meeting, current: '', next: items[0]! })
    const { _id: place } = (await attendanceFor(secretary).ofPerson(meeting, people.staffMember.person))!
    await recordLeaving(secretary, at('10:20'), { meeting, place })
    expect((await meetingsFor(secretary).open(meeting)).inquorateAt).to.equal(null)
    await recordArrival(secretary, at('10:50'), { meeting, seat: await seatOf(people.staffMember) })
    expect((await meetingsFor(secretary).open(meeting)).inquorateAt).to.deep.equal(at('10:35'))
    await closeMeeting(secretary, at('11:00'), { meeting })
    const closed = await meetingsFor(secretary).open(meeting)
    expect(closed.quorate).to.equal(false)
    expect(words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)).to.contain('recommendations to ratify')
  })

  it('refuses what does not fit how the meeting stands', async () => {
    const world = await gathering()
    const { browsers, items, day, meeting } = world
    const early = await submit(browsers.secretary, day, { current: '', next: items[0]! }, `${day}/take`)
    expect(early.status).to.equal(422)
    expect((await submit(browsers.secretary, day, {}, `${day}/close`)).status).to.equal(422)
    const strange = await submit(browsers.secretary, day, { seat: newId() }, `/meetings/${meeting}/arrivals`)
    expect(strange.status).to.equal(404)
    const outsider = world.people.outsider.seats[0]!.seat
    const other = await submit(browsers.secretary, day, { seat: outsider }, `/meetings/${meeting}/arrivals`)
    expect(other.status).to.equal(404)
  })
})

describe('Closing a meeting', () => {
  it('answers whether it was quorate, and asks for attendance and minutes', async () => {
    const world = await started(await gathering())
    const { browsers, people, meeting, items, sides, day } = world
    await arrive(world, meeting, [...sides.staff, ...sides.employers])
    await take(world, '', items[0]!)
    await done(submit(browsers.secretary, day, {}, `${day}/close`))
    await done(submit(browsers.secretary, `/meetings/${meeting}/attendance`, {}, `${day}/close`))
    const closed = await meetingsFor(people.secretary).open(meeting)
    expect([closed.state, closed.quorate, closed.currentItem]).to.deep.equal(['closed', true, null])
    expect((await itemsFor(people.secretary).open(items[0]!)).finishedAt).to.be.a('date')
    expect(await tasksOf(people.secretary)).to.have.members([
      `Confirm who came on ${showDay(today)}`,
      `Write the minutes of ${showDay(today)}`,
      `Draft the key communication of ${showDay(today)}`,
    ])
    expect(words((await browsers.staffMember.get(day)).text)).to.contain('This meeting is over')
  })

  it('lets those who were there see who was, and everybody else only whether it was quorate', async () => {
    const world = await started(await gathering())
    const { browsers, meeting, sides, day, people } = world
    await arrive(world, meeting, [...sides.staff, ...sides.employers])
    await done(submit(browsers.secretary, day, {}, `${day}/close`))
    const attendance = `/meetings/${meeting}/attendance`
    const seats = await seatsOf([...sides.staff, ...sides.employers])
    await done(submit(browsers.secretary, attendance, { present: seats }))
    const there = words((await browsers.staffMember.get(attendance)).text)
    expect(there).to.contain('Sally Member').and.contain('Edward Member').and.contain('quorate')
    // Without the day, which may be the sixth of a month, and the time at which the session ends.
    const away = words(steady((await browsers.observer.get(attendance)).text)).replaceAll(showDay(today), '')
    expect(away).to.contain('The meeting was quorate')
    expect(away).not.to.match(/Sally|Edward|\b6\b|present,/)
    expect(await attendanceFor(people.observer).atMeeting(meeting)).to.have.length(1)
    const later = await browserOf((await more(world, 'staff', 1))[0]!)
    expect(words((await later.get(attendance)).text))
      .to.contain('quorate')
      .and.not.contain('Sally')
    expect((await browsers.outsider.get(attendance)).status).to.equal(404)
    expect((await browsers.administrator.get(attendance)).status).to.equal(404)
  })

  it('ends the admission of who neither came nor holds papers, and may be corrected', async () => {
    const world = await cast()
    const { browsers, people } = world
    const meeting = await called(world)
    const item = await added(world, meeting, { title: 'Redundancies', audience: 'meeting' })
    await done(submit(browsers.employerChair, `/meetings/${meeting}/agenda/publish`, {}))
    const guest = await named(world, meeting, 'guest', 'employer')
    const absentGuest = await named(world, meeting, 'guest', 'employer')
    const day = `/meetings/${meeting}/day`
    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    await arrive(world, meeting, [people.staffMember, guest])
    await done(submit(browsers.secretary, day, {}, `${day}/close`))
    const attendance = `/meetings/${meeting}/attendance`
    expect((await browsers.employerMember.get(`/items/${item}`)).status).to.equal(200)
    const came = await seatsOf([people.staffMember, guest])
    await done(submit(browsers.secretary, attendance, { present: came }))
    for (const person of [people.employerMember, people.observer, absentGuest])
      expect((await (await browserOf(person)).get(`/items/${item}`)).status).to.equal(404)
    for (const person of [people.staffMember, guest, people.secretary])
      expect((await (await browserOf(person)).get(`/items/${item}`)).status).to.equal(200)
    expect((await (await browserOf(absentGuest)).get(`/meetings/${meeting}`)).status).to.equal(404)
    expect(await tasksOf(people.secretary)).not.to.include(`Confirm who came on ${showDay(today)}`)
    const more = await seatsOf([people.staffMember, guest, people.employerMember])
    await done(submit(browsers.secretary, attendance, { present: more }))
    expect((await browsers.employerMember.get(`/items/${item}`)).status).to.equal(200)
    expect(words((await browsers.employerMember.get(attendance)).text)).to.contain('Sally Member')
  })
})

const seatsOf = async (people: readonly Person[]): Promise<string[]> =>
  Promise.all(people.map(async (person) => (await again(person)).seats[0]!.seat))

describe('Adjourning a meeting', () => {
  it('calls one that resumes it, with the rest of the agenda, its numbers and its deputies', async () => {
    const world = await started(await gathering())
    const { browsers, people, meeting, items, day } = world
    const deputy = await named(world, meeting, 'deputy', 'staff', people.staffMember.seats[0]!.seat)
    await take(world, '', items[0]!)
    await take(world, items[0]!, items[1]!)
    const id = newId()
    const on = addDays(today, 40)
    const fields = { id, meetingDate: on, from: '09:00', until: '10:00', place: 'Kendal', reason: 'A fire alarm' }
    const adjourn = `${day}/adjourn`
    expect((await submit(browsers.secretary, adjourn, { ...fields, reason: '' })).status).to.equal(400)
    expect(await done(submit(browsers.secretary, adjourn, fields))).to.equal(`/meetings/${id}`)
    expect(await done(submit(browsers.secretary, adjourn, fields))).to.equal(`/meetings/${id}`)
    const page = words((await browsers.staffMember.get(`/meetings/${id}`)).text)
    expect(page).to.contain('It resumes the meeting that was adjourned').and.contain('2 Pay').and.contain('3 Estates')
    expect(page).not.to.contain('Winter plan')
    expect(page).to.contain('09:00').and.contain('09:20')
    const old = words((await browsers.staffMember.get(`/meetings/${meeting}`)).text)
    expect(old).to.contain('Adjourned : A fire alarm').and.contain('The meeting that resumes it')
    const resumed = await again(deputy)
    expect(resumed.seats[0]!.meetings).to.include(id)
    const seat = await seatsFor({ kind: 'service', name: 'quorum' }).open(resumed.seats[0]!.seat)
    expect(seat.until).to.equal(addDays(on, 28))
    expect((await (await browserOf(deputy)).get(`/meetings/${id}`)).status).to.equal(200)
    const mails = await mailsAbout(`/meetings/${id}`)
    expect(mails.every(({ kind }) => kind === 'meetingCalled')).to.equal(true)
    expect(mails.map(({ to }) => to)).to.include(deputy.person)
    expect(await tasksOf(resumed)).to.include(`Say whether you come on ${showDay(on)}`)
    expect((await meetingsFor(people.secretary).inForum(world.forum._id)).map(({ state }) => state)).to.have.members([
      'adjourned',
      'called',
    ])
  })

  it('is for a meeting that is under way', async () => {
    const { browsers, day } = await gathering()
    const fields = {
      id: newId(),
      meetingDate: tomorrow,
      from: '09:00',
      until: '10:00',
      place: 'Kendal',
      reason: 'Fire',
    }
    expect((await submit(browsers.secretary, `${day}/adjourn`, fields)).status).to.equal(422)
  })
})
