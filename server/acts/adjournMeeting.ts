import { attendanceFor } from '../../models/attendance.ts'
import { type Item, type NewItem, itemsFor } from '../../models/item.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { dayOf } from '../dates.ts'
import { newId } from '../ids.ts'
import { act } from './act.ts'
import type { Times } from './changeMeeting.ts'
import {
  about,
  admittedPeople,
  answerTask,
  inviteSeats,
  keepDeputies,
  meetingIn,
  officerOf,
  placeAt,
  quorum,
} from './convening.ts'
import { refuseNamingReason } from './checkTitles.ts'
import { refuseOddTimes } from './planMeeting.ts'
import { endMeeting } from './runMeeting.ts'

/**
 * An officer adjourns a meeting that is under way, to a day of its own: the meeting that resumes it is called at once,
 * with the rest of the same agenda under the same numbers, the same papers and deputies. Throws Refused unless the
 * meeting is under way.
 * @param asked `id` is the resuming meeting's, made when the form was shown
 */
export const adjournMeeting = act(
  async (doing, asked: Times & { id: string; meeting: string; reason: string }): Promise<void> => {
    const { viewer, now, record, tell, ask } = doing
    const meeting = await meetingIn(viewer, asked.meeting, ['held'], 'Only a meeting that is under way is adjourned.')
    officerOf(viewer, meeting.forum)
    refuseOddTimes(asked, dayOf(now))
    await refuseNamingReason(meeting, meeting.ruleStatus, asked.reason)
    await endMeeting(doing, meeting, 'adjourned')
    const why = { what: 'adjourned', from: meeting.meetingDate, at: now, reason: asked.reason } as const
    await meetingsFor(viewer).change(meeting._id, ['adjourned'], { resumedBy: asked.id }, [why])
    const next = await resume(viewer, meeting, asked)
    const left = (await itemsFor(quorum).ofMeeting(meeting._id)).filter(isLeft)
    await itemsFor(quorum).create(left.map((item) => copyFor(next, item)))
    await inviteSeats(doing, next)
    const seats = await keepDeputies(meeting._id, next, dayOf(now))
    const known = (await attendanceFor(quorum).atMeeting(next._id)).map(({ owner }) => owner)
    const named = seats.filter(({ audience, person }) => audience === 'meeting' && !known.includes(person))
    await attendanceFor(quorum).create(named.map((seat) => placeAt(next, seat)))
    await ask(...named.map(({ person }) => answerTask(next, person)))
    await record({ forum: meeting.forum, event: 'meeting adjourned', record: meeting._id, details: { to: asked.id } })
    await tell({ ...about(next), kind: 'meetingCalled', to: await admittedPeople(next) })
  },
)

/** What was on the agenda and is not finished. */
const isLeft = ({ state, finishedAt }: Item): boolean => state === 'published' && finishedAt === null

async function resume(
  viewer: Parameters<typeof meetingsFor>[0],
  meeting: Meeting,
  { id, meetingDate, from, until, place }: Times & { id: string },
): Promise<Meeting> {
  const { forum, forumName, kind, area, areaName, joiningLink, ruleStatus, agendaPublishedAt } = meeting
  const same = { forum, forumName, kind, area, areaName, joiningLink, ruleStatus, agendaPublishedAt }
  const when = { meetingDate, from, until, place }
  await meetingsFor(viewer).create({
    ...same,
    ...when,
    _id: id,
    state: 'called',
    resumes: meeting._id,
    needed: meeting.needed,
  })
  return meetingsFor(viewer).open(id)
}

/** The item again, as it stood; its papers are those of the item where they were first enclosed. */
const copyFor = ({ _id, meetingDate }: Meeting, item: Item): NewItem => ({
  ...item,
  _id: newId(),
  meeting: _id,
  meetingDate,
  takenAt: null,
  quorate: null,
  rolledFrom: item.resumes ? item.rolledFrom : item._id,
  resumes: true,
})
