import type { Office, Reach, Role, Side } from '../server/policy/terms.ts'

/** One person's dated place in one forum; or, with `office`, an office of the installation. */
export type SeatRecord = {
  readonly _id: string
  /** The forum's id; `installation` for an office. */
  readonly forum: string
  readonly forumName: string
  /** `meeting` for deputies and guests: who comes to a meeting is for those invited to it. */
  readonly audience: 'forum' | 'meeting' | 'installation'
  /** For deputies and guests: the meeting they were named for. */
  readonly meeting: string | null
  readonly person: string
  /** The person's id again: the owner of this record. */
  readonly owner: string
  readonly name: string
  readonly jobTitle: string
  readonly role: Role
  readonly office: Office | null
  readonly side: Side
  /** The organisation represented, which need not be the one this person signs in through. */
  readonly organisation: string
  readonly organisationName: string
  /** Forums one step up or down the tree, kept by the act that nests forums. */
  readonly neighbours: readonly string[]
  /** Meetings this person is admitted to. */
  readonly meetings: readonly string[]
  /** Days as YYYY-MM-DD; `until` is the last day, null while it lasts. */
  readonly from: string
  readonly until: string | null
  readonly historyFrom: string
  /** The side named this person to give its key when the chair cannot. */
  readonly holdsKey: boolean
  /** What the side of this seat requires of a sign-in, kept by the act by which its chair decides that. */
  readonly needsPasskey: boolean
  readonly onlyThrough: readonly string[]
  /** The passkeys enrolled for this seat with a code that its side gave: their ids. */
  readonly passkeys: readonly string[]
  /** The terms in force let members whose organisation has no sign-in use a one-time code. */
  readonly byCode: boolean
  /** For a deputy: the seat this person stands in for. */
  readonly standsInFor: string | null
  /** The version of the terms this member has acknowledged. */
  readonly acknowledged: string | null
  /** For the office of a records officer: emergency access that was given, each to one record until an instant. */
  readonly reaches: readonly Reach[]
  /** What this seat was before it was changed, oldest first; each until the day (YYYY-MM-DD) on which it ended. */
  readonly earlier: readonly Earlier[]
  /** Counts changes, so that a stale form is noticed. */
  readonly revision: number
}

/** A role, or an organisation represented, that this seat no longer has. */
export type Earlier = Pick<SeatRecord, 'role' | 'organisation' | 'organisationName'> & { readonly until: string }
