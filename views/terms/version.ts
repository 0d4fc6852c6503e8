import type { TermsVersion } from '../../models/terms.ts'
import { showDay } from '../../server/dates.ts'
import type { Person } from '../../server/policy/terms.ts'
import { termsStates } from '../words.ts'
import { placeIn } from '../../server/policy/places.ts'

/** What every page about one version tells its frame. */
export const versionPage = (
  viewer: Person,
  { _id, forum, version }: Pick<TermsVersion, '_id' | 'forum' | 'version'>,
  title: string,
) => ({
  page: {
    title,
    forum: { id: forum, name: forumNameFor(viewer, forum) },
    section: 'terms' as const,
    breadcrumbs: [
      { text: 'Terms of reference', href: `/forums/${forum}/terms` },
      { text: `Version ${version}`, href: `/terms/${_id}` },
    ],
  },
  caption: `Terms of reference, version ${version}`,
})

/** How far a version has come, in a line: "In force from 1 April 2026". */
export function standingInWords(terms: TermsVersion): string {
  const { state, consultationUntil, startsOn, inForceFrom, inForceUntil } = terms
  const from = inForceFrom === null ? '' : showDay(inForceFrom)
  if (state === 'draft') return 'Seen by chairs, vice-chairs and secretaries only'
  if (state === 'consultation')
    return terms.approvalAskedAt === null && consultationUntil !== null
      ? `Open for comments until ${showDay(consultationUntil)}`
      : 'Waiting for approval'
  if (state === 'agreed')
    return startsOn === null ? 'Approved by every key' : `Approved by every key; in force from ${showDay(startsOn)}`
  if (state === 'adopted') return `Since ${from}`
  if (terms.endedOn !== null)
    return `${state === 'discarded' ? 'Discarded' : 'Ended'} on ${showDay(terms.endedOn)}: ${terms.endedBecause}`
  return inForceUntil === null || inForceUntil === inForceFrom
    ? `In force on ${from}`
    : `${from} to ${showDay(inForceUntil)}`
}

/** A version's tag. */
export const stateTag = ({ state }: Pick<TermsVersion, 'state'>) => termsStates[state]

/** The forum's name as this person's seat carries it. */
export const forumNameFor = (viewer: Person, forum: string): string => placeIn(viewer, forum)?.forumName ?? ''
