import type { Minutes } from '../../models/minutes.ts'
import type { Part } from '../../models/part.ts'
import { showDay } from '../../server/dates.ts'
import { isOfficerOf, placeIn } from '../../server/policy/places.ts'
import type { Person, Seat, Viewer } from '../../server/policy/terms.ts'
import { audienceWords, minutesStates, notAgreed, sideWords } from '../words.ts'

/** A part as readers get it. */
export type ReadPart = Omit<Part, 'findings' | 'waivers'>

/** `Item 5: Winter plan` */
export const partName = ({ number, title }: Pick<Part, 'number' | 'title'>): string => `Item ${number}: ${title}`

/** What the frame needs on a page about minutes: navigation for those with a place in the forum. */
export const aboutMinutes = (
  viewer: Viewer,
  { forum, forumName, meeting, meetingDate }: Pick<Part, 'forum' | 'forumName' | 'meeting' | 'meetingDate'>,
  title: string,
  ...above: readonly { readonly text: string; readonly href: string }[]
) => ({
  title,
  ...(seatIn(viewer, forum) === undefined ? {} : { forum: { id: forum, name: forumName } }),
  section: 'meetings' as const,
  breadcrumbs: [{ text: `Meeting of ${showDay(meetingDate)}`, href: `/meetings/${meeting}` }, ...above],
})

/** The page above those of one part. */
export const writing = ({ meeting }: Pick<Part, 'meeting'>) => ({
  text: 'Write the minutes',
  href: `/minutes/${meeting}/write`,
})

/** The viewer's place in the forum, or undefined. */
export const seatIn = (viewer: Viewer, forum: string): Seat | undefined =>
  viewer.kind === 'person' ? placeIn(viewer, forum) : undefined

/** Whether the viewer is an officer of the forum. */
export const isOfficerIn = (viewer: Viewer, forum: string): viewer is Person =>
  viewer.kind === 'person' && isOfficerOf(viewer, forum)

/** The state in words, or that it was not agreed. */
export const stateOf = (state: Part['state'], minutes: Minutes | null) =>
  minutes === null || minutes.notAgreedSince === null ? minutesStates[state] : notAgreed(minutes.asked.sides.length)

/**
 * A part to show on a page.
 * @param owners whether the viewer may read who has an action: those with a place in the forum
 */
export const shownPart = (part: ReadPart, owners: boolean) => ({
  id: `item-${part.number}`,
  name: partName(part),
  html: part.html,
  restricted: part.audience === 'forum' ? '' : audienceWords[part.audience],
  dissentHtml: part.dissentHtml,
  statements: part.statements.map(({ side, html, approval }) => ({
    side,
    label: `Statement by ${sideWords[side].charAt(0).toLowerCase()}${sideWords[side].slice(1)}`,
    html,
    note: approval === null ? 'This side has not approved it yet.' : '',
  })),
  decided: part.quorate === false ? 'Recommendation to ratify' : 'Decision',
  decisions: part.decisions.map(({ text }) => ({ text })),
  actions: part.actions.map(({ text, ownerName, dueOn }) => ({
    text,
    who: [...(owners ? [ownerName] : []), ...(dueOn === null ? [] : [`by ${showDay(dueOn)}`])].join(', '),
  })),
  corrections: part.corrections.map(({ was, reads, at }) => ({ was, reads, when: showDay(at.meetingDate) })),
  refusals: part.challenges.flatMap(({ was, proposed, agreed, at }) =>
    agreed === false && at !== null ? [{ was, reads: proposed, when: showDay(at.meetingDate) }] : [],
  ),
})
