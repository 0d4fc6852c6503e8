import type { Attendance } from '../../models/attendance.ts'
import type { Minutes } from '../../models/minutes.ts'
import { showDay, showWeekday } from '../../server/dates.ts'
import { keySeat } from '../../server/policy/places.ts'
import { permits } from '../../server/policy/scope.ts'
import type { Viewer } from '../../server/policy/terms.ts'
import { counted, placeWords } from '../words.ts'
import { type ReadPart, aboutMinutes, isOfficerIn, seatIn, shownPart, stateOf } from './parts.ts'

/**
 * Minutes to read, as far as the viewer may: parts of other audiences are not there.
 * @param minutes null for those who may read single parts only
 * @param attendance every place that the viewer may see; shown to those who were in the room
 */
export function minutesPage(
  viewer: Viewer,
  minutes: Minutes | null,
  parts: readonly ReadPart[],
  attendance: readonly Attendance[],
) {
  const first = parts[0]!
  const { text, colour } = stateOf(first.state, minutes)
  const officer = isOfficerIn(viewer, first.forum)
  const owners = seatIn(viewer, first.forum) !== undefined
  const challengeable = (part: ReadPart): boolean => owners && permits(viewer, 'comment', 'part', part)
  return {
    page: aboutMinutes(viewer, first, `Minutes of ${showDay(first.meetingDate)}`),
    caption: first.forumName,
    when: showWeekday(first.meetingDate),
    confidential: parts.some(({ ruleStatus }) => ruleStatus === 'chathamHouse'),
    state: { text, colour },
    agreed: agreedWords(minutes),
    quorum: quorumWords(minutes),
    present: inTheRoom(viewer, attendance, officer),
    parts: parts.map((part) => ({
      ...shownPart(part, owners),
      challenge: challengeable(part) ? `/minutes/${part.meeting}/parts/${part._id}/challenge` : '',
    })),
    write: officer && (first.state === 'draft' || first.state === 'review') ? `/minutes/${first.meeting}/write` : '',
    waiting: officer ? challengesWaiting(parts) : '',
    approve: mayGiveKey(viewer, first) ? `/minutes/${first.meeting}/approve` : '',
    confirm: officer && first.state === 'circulated' ? `/minutes/${first.meeting}/confirm` : '',
  }
}

/** Whether the minutes wait for keys, and the viewer holds one. */
const mayGiveKey = (viewer: Viewer, { state, forum }: ReadPart): boolean =>
  state === 'review' && viewer.kind === 'person' && keySeat(viewer, forum) !== undefined

/** For officers: how many challenges the next meeting has to answer. */
function challengesWaiting(parts: readonly ReadPart[]): string {
  const open = parts.flatMap(({ challenges }) => challenges.filter(({ agreed }) => agreed === null)).length
  return open === 0 ? '' : `${counted(open, 'challenge')} to put to the next meeting.`
}

/** Yes or no, and no counts. */
const quorumWords = (minutes: Minutes | null): string =>
  minutes === null || minutes.quorate === null
    ? ''
    : minutes.quorate
      ? 'The meeting was quorate.'
      : 'The meeting was not quorate: what it decided are recommendations to ratify.'

function agreedWords(minutes: Minutes | null): string {
  if (minutes === null || minutes.state === 'draft' || minutes.state === 'review') return ''
  const sides = minutes.asked.sides.length
  const agreed = sides === 0 ? 'Agreed by the chairs' : sides === 2 ? 'Agreed by both sides' : 'Agreed by every side'
  return minutes.confirmedAt === null
    ? `${agreed}. To be confirmed at the next meeting.`
    : `${agreed}, and confirmed at the meeting of ${showDay(minutes.confirmedAt.meetingDate)}.`
}

/** Who was there: for those who were, and for officers, who record it. */
function inTheRoom(viewer: Viewer, attendance: readonly Attendance[], officer: boolean) {
  const present = attendance.filter(({ state }) => state === 'present' || state === 'left')
  const was = viewer.kind === 'person' && present.some(({ owner }) => owner === viewer.person)
  if (!was && !officer) return []
  return present
    .toSorted((a, b) => a.side.localeCompare(b.side) || a.name.localeCompare(b.name))
    .map(({ name, organisationName, role, side }) => ({
      text: `${name}, ${organisationName} (${placeWords(role, side)})`,
    }))
}
