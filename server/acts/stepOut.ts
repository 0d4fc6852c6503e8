import { attendanceFor } from '../../models/attendance.ts'
import { type Item, itemsFor } from '../../models/item.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { NotFound, Refused } from '../errors.ts'
import type { Viewer } from '../policy/terms.ts'
import { act, personOf } from './act.ts'
import { follow, meetingIn, officerOf, quorum, recordAttendance } from './convening.ts'
import { recount } from './runMeeting.ts'

/**
 * Steps out of an item: its papers and minutes are hidden from that person, who does not count for the item's quorum.
 * Everybody steps out for themselves, before or at the meeting; officers record it for others. Does nothing for
 * somebody who has. Throws NotFound for an item or person that the viewer cannot see there, Refused after the meeting.
 */
export async function stepOut(viewer: Viewer, now: Date, asked: { item: string; person: string }): Promise<void> {
  const item = await itemsFor(viewer).open(asked.item)
  await refuseStranger(viewer, item, asked.person)
  if (!item.steppedOut.includes(asked.person)) await change(viewer, now, { ...asked, out: true })
}

/**
 * Records that somebody who stepped out of an item has returned: its papers and minutes are shown again. Only an
 * officer does this, and nobody for themselves.
 */
export async function returnToItem(viewer: Viewer, now: Date, asked: { item: string; person: string }): Promise<void> {
  const item = await itemsFor(viewer).open(asked.item)
  officerOf(viewer, item.forum)
  if (personOf(viewer).person === asked.person)
    throw new Refused('Another officer records that you have returned: you stepped out yourself.')
  if (item.steppedOut.includes(asked.person)) await change(viewer, now, { ...asked, out: false })
}

/** People at the meeting; for anybody but an officer, only oneself. */
async function refuseStranger(viewer: Viewer, item: Item, person: string): Promise<void> {
  if (personOf(viewer).person === person) return
  officerOf(viewer, item.forum)
  if ((await attendanceFor(viewer).ofPerson(item.meeting, person)) === null) throw new NotFound('attendance')
}

const change = act(
  async ({ viewer, now, record }, asked: { item: string; person: string; out: boolean }): Promise<void> => {
    const item = await itemsFor(viewer).open(asked.item)
    const states = ['called', 'held', 'adjourned'] as const
    const over = 'Stepping out is recorded before or at the meeting. Tell the secretariat now.'
    const meeting = await meetingIn(viewer, item.meeting, states, over)
    await itemsFor(quorum).stepOut(item._id, asked.person, asked.out)
    const { steppedOut } = await itemsFor(quorum).open(item._id)
    await follow([item], { steppedOut })
    const fresh = await meetingsFor(quorum).open(meeting._id)
    if (fresh.state === 'held' && fresh.currentItem === item._id) await recount(fresh, now)
    await recordAttendance(record, meeting)
  },
)
