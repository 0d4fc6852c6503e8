import type { Attendance } from '../../models/attendance.ts'
import type { Item } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import { isOfficerOf } from '../../server/policy/places.ts'
import type { Person } from '../../server/policy/terms.ts'
import { pageOf } from '../meetings/about.ts'

/**
 * Stepping out of an item: for oneself; for officers, on behalf of anybody at the meeting, and their return.
 * @param places what the viewer may see: for most, their own
 */
export function stepOutPage(viewer: Person, meeting: Meeting, item: Item, places: readonly Attendance[]) {
  const officer = isOfficerOf(viewer, item.forum)
  const others = officer ? places.filter(({ owner }) => owner !== viewer.person) : []
  const person = ({ owner, name, organisationName }: Attendance) => ({
    value: owner,
    text: name,
    hint: organisationName,
    chosen: false,
  })
  const isOut = ({ owner }: Attendance): boolean => item.steppedOut.includes(owner)
  return {
    ...pageOf(meeting, item.number === '' ? 'Step out of an item' : `Step out of item ${item.number}`),
    title: item.title,
    action: `/items/${item._id}/step-out`,
    back: `/items/${item._id}/return`,
    own: item.steppedOut.includes(viewer.person) ? '' : viewer.person,
    out: item.steppedOut.includes(viewer.person),
    others: others.filter((place) => !isOut(place)).map(person),
    returning: others.filter(isOut).map(person),
  }
}
