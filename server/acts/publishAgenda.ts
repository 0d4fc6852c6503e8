import { forumsFor } from '../../models/forum.ts'
import { type Item, itemsFor } from '../../models/item.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { papersFor } from '../../models/paper.ts'
import { Refused } from '../errors.ts'
import type { Viewer } from '../policy/terms.ts'
import { act } from './act.ts'
import { inOrder, numbersOf } from './arrangeAgenda.ts'
import { givesLastKey } from './meetingKeys.ts'
import { checkTitles } from './checkTitles.ts'
import { about, admittedPeople, inviteSeats, meetingIn, oneChair, papersWereSent, quorum } from './convening.ts'
import { releases } from './minuting.ts'

/**
 * One chair publishes the agenda of a called meeting, or every key where the terms ask for that: numbers are fixed, the papers that are there go out with it, and
 * everybody invited is told, members included who joined since the call. Does nothing when it is published already.
 * True when it is published, false when another key is missing.
 * Throws Refused for an empty agenda, for a meeting that is not called, and while a title under the Rule may identify
 * someone: of an item, or of a paper that would go out with it.
 */
export async function publishAgenda(
  viewer: Viewer,
  now: Date,
  asked: { meeting: string; hash?: string },
): Promise<boolean> {
  const { forum, agendaPublishedAt } = await meetingsFor(viewer).open(asked.meeting)
  oneChair(viewer, forum)
  return agendaPublishedAt !== null || publish(viewer, now, asked)
}

export const forItsChair = 'This agenda is for the chair of your side to approve.'

const publish = act(async (doing, asked: { meeting: string; hash?: string }): Promise<boolean> => {
  const { viewer, now, record, tell, done } = doing
  const first = 'Call the meeting first: people who are not invited cannot be told.'
  const meeting = await meetingIn(viewer, asked.meeting, ['called'], first)
  const seat = oneChair(viewer, meeting.forum)
  const items = inOrder(await itemsFor(quorum).ofMeeting(meeting._id))
  if (items.length === 0) throw new Refused('Add at least one item to the agenda, and then publish it.')
  await refuseNamingTitles(meeting, items)
  const forum = await forumsFor(viewer).open(meeting.forum)
  const shown = await itemsFor(viewer).ofMeeting(meeting._id)
  if (forum.settings.meetingKeys === 'every' && shown.length < items.length) throw new Refused(forItsChair)
  if (!(await givesLastKey(doing, { meeting, forum, items, step: 'publish' }, asked.hash ?? ''))) return false
  const change = { agendaPublishedAt: now, keys: [] }
  const published = await meetingsFor(viewer).change(meeting._id, ['called'], change, [], 'publish')
  const numbers = numbersOf(items)
  for (const [at, { _id }] of items.entries())
    await itemsFor(quorum).edit(_id, { number: numbers[at]!, position: at + 1, state: 'published' })
  await inviteSeats(doing, published)
  if ((await papersFor(quorum).send({ meeting: meeting._id }, now, false)) > 0) await papersWereSent(meeting._id)
  await done(meeting.forum, meeting._id, { kind: 'giveKey' })
  await done(meeting.forum, meeting._id, { kind: 'prepareAgenda' })
  const event = 'agenda published'
  await record({ forum: meeting.forum, event, record: meeting._id, details: { side: seat.side, items: items.length } })
  await tellOfAgenda(tell, published)
  return true
})

/** Whether the items that are shown are a meeting's whole agenda: a key is given to nothing that is not shown. */
export const isWholeAgenda = async (meeting: string, shown: readonly Item[]): Promise<boolean> =>
  shown.length === (await itemsFor(quorum).ofMeeting(meeting)).length

/** All titles are checked, those too that this chair does not see because of stepping out. */
async function refuseNamingTitles(meeting: Meeting, items: readonly Item[]): Promise<void> {
  const papers = await papersFor(releases).ofMeeting(meeting._id)
  const about = { forum: meeting.forum, meeting: meeting._id }
  const found = (await checkTitles(about, items, papers)).filter(({ blocks }) => blocks)
  const titles = new Set(found.map(({ record }) => record)).size
  if (titles > 0)
    throw new Refused(
      `${titles === 1 ? 'A title' : `${titles} titles`} may identify someone. Change ${titles === 1 ? 'it' : 'them'}, and then publish the agenda.`,
      'titles',
    )
}

/** Tells everybody invited that there is something new on the agenda; never what. */
export const tellOfAgenda = async (
  tell: (telling: ReturnType<typeof about> & { kind: 'agendaPublished'; to: string[] }) => Promise<void>,
  meeting: Meeting,
): Promise<void> => tell({ ...about(meeting), kind: 'agendaPublished', to: await admittedPeople(meeting) })
