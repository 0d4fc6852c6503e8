import { type Attendance, asPresent } from '../../models/attendance.ts'
import type { Item } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import { showTime, timeOf } from '../../server/dates.ts'
import { quorumOf, tooLong } from '../../server/policy/quorum.ts'
import { sideWords } from '../words.ts'

/**
 * The quorum as it is shown: side by side for those in the room, yes or no for everybody else.
 * @param places everybody's place, for those in the room; [] for others
 */
export function quorumShown(
  meeting: Meeting,
  current: Item | undefined,
  places: readonly Attendance[],
  inTheRoom: boolean,
  now: Date,
) {
  const present = places.filter(({ state }) => state === 'present').map(asPresent)
  const { quorate, sides } = quorumOf(meeting.needed, present, current?.steppedOut ?? [])
  const begun = meeting.state === 'held'
  return {
    quorate: inTheRoom ? quorate : meeting.lackingSince === null,
    sides: inTheRoom
      ? sides.map(({ side, present: count, needed, enough }) => ({
          side: side ?? 'independent',
          text: side === null ? 'Members' : sideWords[side],
          present: String(count),
          needed: String(needed),
          enough,
        }))
      : [],
    note: begun ? noteOf(meeting, quorate, inTheRoom, now) : '',
  }
}

/** What the lack of a quorum means now. */
function noteOf(meeting: Meeting, quorate: boolean, inTheRoom: boolean, now: Date): string {
  const { lackingSince, inquorateAfterMinutes } = meeting
  if (lackingSince === null)
    return inTheRoom && !quorate ? 'For this item only, because of stepping out: recommend, to be ratified.' : ''
  if (tooLong(lackingSince, now, inquorateAfterMinutes) !== null)
    return 'The meeting is inquorate: decisions become recommendations to ratify.'
  const limit = new Date(lackingSince.getTime() + inquorateAfterMinutes * 60_000)
  return `Decide nothing yet. Without a quorum by ${showTime(timeOf(limit))} the meeting is inquorate.`
}
