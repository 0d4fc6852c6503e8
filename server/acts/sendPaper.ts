import { meetingsFor } from '../../models/meeting.ts'
import { type Paper, papersFor } from '../../models/paper.ts'
import { seatsFor } from '../../models/seat.ts'
import { Refused } from '../errors.ts'
import { dayOf } from '../dates.ts'
import type { Viewer } from '../policy/terms.ts'
import { act, personOf } from './act.ts'
import { refuseNamingTitle } from './checkTitles.ts'
import { papersWereSent } from './convening.ts'
import { placeAs } from '../policy/places.ts'

/**
 * Sends a late paper, after the agenda was published: one chair may, and it is shown with its time. Papers that are
 * there when the agenda is published go out with it. Throws Refused for anybody else, before publication, and
 * about `title` while that may identify someone.
 */
export const sendPaper = act(async ({ viewer, now, record, tell }, paper: string) => {
  const late = await papersFor(viewer).open(paper)
  const { forum, meeting: of, state, item } = late
  if (state === 'withdrawn') throw new Refused('The item of this paper is withdrawn.')
  if (of === null || state === 'sent') throw new Refused('This paper has been sent already.')
  const meeting = await meetingsFor(viewer).open(of)
  if (meeting.agendaPublishedAt === null) throw new Refused('This paper goes out with the agenda. Publish the agenda.')
  if (placeAs(personOf(viewer), forum, ['chair']) === undefined)
    throw new Refused('A late paper needs a chair. Ask one of the joint chairs to send it.')
  await refuseNamingTitle({ forum, meeting: of }, late)
  await papersFor(viewer).send({ _id: paper }, now, true)
  await papersWereSent(meeting._id)
  await record({ forum, event: 'late paper sent', record: paper, details: { item } })
  const seats = await seatsFor(viewer).inForum(forum, dayOf(now))
  const admitted = seats.filter(({ meetings }) => meetings.includes(meeting._id)).map(({ person }) => person)
  await tell({
    forum,
    kind: 'latePaper',
    to: admitted,
    path: `/meetings/${meeting._id}`,
    meetingDate: meeting.meetingDate,
  })
})

/** Removes a draft, or a side's own paper, which leaves no entry. The file goes with the next sweep. */
export async function removePaper(viewer: Viewer, now: Date, paper: string): Promise<Paper> {
  const { audience } = await papersFor(viewer).open(paper)
  return audience === 'side' ? papersFor(viewer).remove(paper) : removeRecorded(viewer, now, paper)
}

const removeRecorded = act(async ({ viewer, record }, paper: string) => {
  const removed = await papersFor(viewer).remove(paper)
  await record({ forum: removed.forum, event: 'paper removed', record: paper })
  return removed
})
