import type { Meeting } from '../../models/meeting.ts'
import { showDay, showTime, showWeekday } from '../../server/dates.ts'
import type { Seat } from '../../server/policy/terms.ts'
import type { About, Crumb, Section } from '../../server/reply.ts'
import { meetingKinds } from '../words.ts'

type Named = Pick<Meeting, 'kind' | 'areaName'>

/** "Core meeting" or "Local meeting, Weaver Valley" */
export const kindOf = ({ kind, areaName }: Named): string =>
  areaName === '' ? meetingKinds[kind] : `${meetingKinds[kind]}, ${areaName}`

/** "Core meeting, 4 March 2026" */
export const meetingName = (meeting: Named & Pick<Meeting, 'meetingDate'>): string =>
  `${kindOf(meeting)}, ${showDay(meeting.meetingDate)}`

/** "Wednesday 4 March 2026, 10am to midday" */
export const whenOf = ({ meetingDate, from, until }: Pick<Meeting, 'meetingDate' | 'from' | 'until'>): string =>
  `${showWeekday(meetingDate)}, ${showTime(from)} to ${showTime(until)}`

/** A page of a forum's meetings. */
export const listPage = ({ forum, forumName }: Pick<Seat, 'forum' | 'forumName'>, title: string): About => ({
  title,
  forum: { id: forum, name: forumName },
  section: 'meetings' satisfies Section,
  breadcrumbs: [{ text: forumName, href: `/forums/${forum}` }],
})

/** The way to a page below a meeting's. */
export const meetingCrumbs = (meeting: Meeting): readonly Crumb[] => [
  { text: meeting.forumName, href: `/forums/${meeting.forum}` },
  { text: 'Meetings', href: `/forums/${meeting.forum}/meetings` },
]

/** A page below a meeting's own: what it is about stands in the caption. */
export const pageOf = (meeting: Meeting, title: string): { readonly page: About; readonly caption: string } => ({
  page: {
    title,
    forum: { id: meeting.forum, name: meeting.forumName },
    section: 'meetings',
    breadcrumbs: [
      ...meetingCrumbs(meeting),
      { text: `Meeting of ${showDay(meeting.meetingDate)}`, href: `/meetings/${meeting._id}` },
    ],
  },
  caption: `${meeting.forumName}, ${meetingName(meeting)}`,
})
