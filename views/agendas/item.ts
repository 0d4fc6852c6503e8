import type { Item } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { Paper } from '../../models/paper.ts'
import { isOfficerOf, placesIn } from '../../server/policy/places.ts'
import type { Person } from '../../server/policy/terms.ts'
import { meetingCrumbs, meetingName } from '../meetings/about.ts'
import { factsOf, mayWithdraw, papersOf } from './lines.ts'

/**
 * An agenda item's page: what it is, its papers, and stepping out of it.
 * @param meeting undefined for somebody who may see the item and not the meeting
 */
export function itemPage(
  viewer: Person,
  item: Item,
  meeting: Meeting | undefined,
  papers: readonly Paper[],
  now: Date,
) {
  const officer = isOfficerOf(viewer, item.forum)
  const out = item.steppedOut.includes(viewer.person)
  const open =
    item.state !== 'withdrawn' && meeting !== undefined && ['called', 'held', 'adjourned'].includes(meeting.state)
  const invited = placesIn(viewer, item.forum).some(({ meetings }) => meetings.includes(item.meeting))
  return {
    page: {
      // A browser keeps titles of pages in its history: the item's own is no part of it.
      title: item.number === '' ? 'Agenda item' : `Item ${item.number}`,
      ...(meeting === undefined
        ? {}
        : {
            forum: { id: meeting.forum, name: meeting.forumName },
            section: 'meetings' as const,
            breadcrumbs: [...meetingCrumbs(meeting), { text: meetingName(meeting), href: `/meetings/${meeting._id}` }],
          }),
    },
    caption: meeting === undefined ? '' : meetingName(meeting),
    title: item.title,
    confidential: item.ruleStatus === 'chathamHouse',
    withdrawn: item.state === 'withdrawn',
    withdraw: meeting !== undefined && mayWithdraw(viewer, meeting, item) ? `/items/${item._id}/withdraw` : '',
    facts: [
      ...(item.state === 'withdrawn' ? [] : [`${item.minutes} minutes`]),
      ...factsOf({ ruleStatus: item.ruleStatus }, item, now),
    ].join(' · '),
    out,
    papers: papersOf(item, papers),
    pastMinutes: item.kind === 'minutes' && meeting !== undefined ? `/forums/${meeting.forum}/meetings` : '',
    add: officer && item.state !== 'withdrawn' ? `/items/${item._id}/papers/new` : '',
    edit:
      officer &&
      item.state !== 'withdrawn' &&
      meeting !== undefined &&
      ['planned', 'called', 'held'].includes(meeting.state)
        ? `/items/${item._id}/edit`
        : '',
    stepOut: open && !out && (officer || invited) ? `/items/${item._id}/step-out` : '',
  }
}
