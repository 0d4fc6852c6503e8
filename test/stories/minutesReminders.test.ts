import { expect } from 'chai'
import { forumsFor } from '../../models/forum.ts'
import { outboxFor } from '../../models/message.ts'
import { minutesFor } from '../../models/minutes.ts'
import { addWorkingDays, dayOf, instantOf } from '../../server/dates.ts'
import { remind } from '../../server/jobs/reminders.ts'
import { type Cast, approve, minutesCast, send, writeAll } from '../minutesWorld.ts'

const outbox = outboxFor({ kind: 'service', name: 'outbox' })

/** A morning so many working days from today. */
const workingDay = (count: number): Date => instantOf(addWorkingDays(dayOf(new Date()), count), '09:00')

/** Mail about keys in this forum, beyond what asked for them: kind and person. */
async function mail({ forum, people }: Cast): Promise<string[]> {
  const names = new Map(Object.entries(people).map(([name, { person }]) => [person, name]))
  const sent = (await outbox.ofForum(forum._id)).filter((each) => each.kind.startsWith('approval'))
  return sent.map(({ kind, to }) => `${kind} ${names.get(to)}`).toSorted()
}

async function inReview(): Promise<Cast> {
  const cast = await minutesCast({}, {}, { closed: false })
  await writeAll(cast)
  await send(cast)
  await approve(cast.browsers.employerChair, cast.at)
  return cast
}

const asked = ['approvalWaiting employerChair', 'approvalWaiting staffChair']

describe('Minutes that wait for a key', () => {
  it('remind the chair on working days 2 and 4, ask the delegate on day 5, and are marked on day 10', async () => {
    const cast = await inReview()
    const { people, meeting, browsers, at } = cast
    await remind(workingDay(1))
    expect(await mail(cast)).to.deep.equal(asked)
    await remind(workingDay(2))
    await remind(workingDay(3))
    expect(await mail(cast)).to.deep.equal(['approvalReminder staffChair', ...asked])
    await remind(workingDay(4))
    await remind(workingDay(5))
    expect(await mail(cast)).to.deep.equal([
      'approvalReminder staffChair',
      'approvalReminder staffChair',
      'approvalWaiting delegate',
      ...asked,
    ])
    expect((await browsers.secretary.get(at)).text).not.to.include('not agreed by both sides')
    await remind(workingDay(10))
    const after = await minutesFor(people.secretary).ofMeeting(meeting._id)
    expect([after.state, after.keys.length]).to.deep.equal(['review', 1])
    for (const who of ['secretary', 'staffChair', 'employerChair', 'delegate'] as const)
      expect((await browsers[who].get(at)).text, who).to.include('Draft: not agreed by both sides')
    expect((await browsers.member.get(at)).status).to.equal(404)
  })

  it('are reminded of once, by however many processes at once and after days without any', async () => {
    const cast = await inReview()
    const late = workingDay(6)
    await Promise.all([remind(late), remind(late), remind(late)])
    await remind(late)
    expect(await mail(cast)).to.deep.equal(['approvalReminder staffChair', 'approvalWaiting delegate', ...asked])
  })

  it('are left alone while a side has withdrawn, and the clock goes on when it returns', async () => {
    const cast = await inReview()
    const { forum, people } = cast
    await forumsFor(people.staffChair).withdraw(forum._id, 'staff')
    for (const day of [1, 5, 10]) await remind(workingDay(day))
    expect(await mail(cast)).to.deep.equal(asked)
    await forumsFor(people.staffChair).comeBack(forum._id, 'staff')
    await remind(workingDay(11))
    expect(await mail(cast)).to.deep.equal(asked)
    await remind(workingDay(12))
    expect(await mail(cast)).to.deep.equal(['approvalReminder staffChair', ...asked])
  })

  it('ask nobody any more when every key is given', async () => {
    const cast = await inReview()
    await approve(cast.browsers.staffChair, cast.at)
    await remind(workingDay(2))
    expect(await mail(cast)).to.deep.equal(asked)
  })
}).timeout(30_000)
