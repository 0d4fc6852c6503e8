import { expect } from 'chai'
import { attendanceFor } from '../../models/attendance.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { showDay } from '../../server/dates.ts'
import { again, browserOf, submit } from '../world.ts'
import { arrive, cast, done, mailsAbout, more, named, published, today, words } from '../meetings.ts'

describe('G3: attendance stays in the room', () => {
  /** A meeting that is over: members of both sides and a deputy came, the observer and a guest did not. */
  async function over() {
    const world = await cast()
    const { meeting } = await published(world)
    const { people, browsers } = world
    const deputy = await named(world, meeting, 'deputy', 'staff')
    const guest = await named(world, meeting, 'guest', 'employer')
    const came = [people.staffChair, people.staffMember, people.employerChair, people.employerMember, deputy]
    const day = `/meetings/${meeting}/day`
    await done(submit(browsers.secretary, day, {}, `${day}/start`))
    await arrive(world, meeting, came)
    await done(submit(browsers.secretary, day, {}, `${day}/close`))
    const present = await Promise.all(came.map(async (person) => (await again(person)).seats[0]!.seat))
    await done(submit(browsers.secretary, `/meetings/${meeting}/attendance`, { present }))
    const later = (await more(world, 'staff', 1))[0]!
    return { ...world, meeting, deputy, guest, later, came }
  }

  it('is read from the database by those who were there and the officers, and by nobody else', async () => {
    const { people, meeting, deputy, guest, later, came } = await over()
    const names = async (person: typeof deputy) => {
      const places = await attendanceFor(await again(person)).atMeeting(meeting)
      return places.filter(({ state }) => state === 'present').map(({ owner }) => owner)
    }
    const everybody = came.map(({ person }) => person)
    for (const person of [people.staffMember, people.employerMember, people.employerChair, people.secretary, deputy])
      expect(await names(person), person.name).to.have.members(everybody)
    for (const person of [people.observer, guest, later, people.outsider, people.administrator])
      expect(await names(person), person.name).to.deep.equal([])
  })

  it('shows everybody else whether the meeting was quorate, and no counts', async () => {
    const { people, meeting, later, browsers } = await over()
    const attendance = `/meetings/${meeting}/attendance`
    for (const browser of [browsers.observer, await browserOf(later)]) {
      // Not the frame, which says at what time the session ends, and not the day, which may be the fifth of a month.
      const main = /<main[^]*<\/main>/.exec((await browser.get(attendance)).text)![0]
      const page = words(main).replaceAll(showDay(today), '')
      expect(page).to.contain('The meeting was not quorate')
      expect(page).not.to.match(/Sally|Edward|Steven|Erica|\b5\b|\bneeded\b/)
      const meetingPage = words((await browser.get(`/meetings/${meeting}`)).text)
      expect(meetingPage)
        .to.contain('Quorate No')
        .and.not.match(/Sally|\d present/)
    }
    const stored = await meetingsFor(later).open(meeting)
    expect(Object.keys(stored)).not.to.include.members(['present', 'attendance'])
    expect(JSON.stringify(stored)).not.to.contain(people.staffMember.person)
  })

  it('does not show who is in the room to whoever is invited and not there', async () => {
    const world = await cast()
    const { meeting } = await published(world)
    const day = `/meetings/${meeting}/day`
    await done(submit(world.browsers.secretary, day, {}, `${day}/start`))
    await arrive(world, meeting, [world.people.staffMember])
    for (const who of ['employerMember', 'observer'] as const) {
      expect(words((await world.browsers[who].get(day)).text)).not.to.match(/Sally|present,/)
      const places = await attendanceFor(await again(world.people[who])).atMeeting(meeting)
      expect(places.map(({ owner }) => owner)).to.deep.equal([world.people[who].person])
    }
  })

  it('is in no e-mail', async () => {
    const { meeting } = await over()
    const kinds = new Set((await mailsAbout(`/meetings/${meeting}`)).map(({ kind }) => kind))
    expect([...kinds]).to.have.members(['meetingCalled', 'agendaPublished'])
  })
})
