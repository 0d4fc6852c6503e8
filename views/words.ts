import type { Audience, Office, Role, RuleStatus, Side } from '../server/policy/terms.ts'

/**
 * The words that people read for the words of the policy and of the records. Nobody sees a raw value: every page,
 * e-mail and printed pack takes its words from here.
 */

/** A side as a heading or label: "Staff side". */
export const sideWords: Readonly<Record<Side, string>> = {
  employer: 'Employer side',
  staff: 'Staff side',
  systemPartner: 'System partners',
  independent: 'Independent',
}

/** A side within a sentence: "the chair of the staff side". */
export const sidePhrases: Readonly<Record<Side, string>> = {
  employer: 'the employer side',
  staff: 'the staff side',
  systemPartner: 'the system partners',
  independent: 'the independent members',
}

export const roleWords: Readonly<Record<Role, string>> = {
  chair: 'Chair',
  viceChair: 'Vice-chair',
  secretary: 'Secretary',
  member: 'Member',
  deputy: 'Deputy',
  observer: 'Observer',
  adviser: 'Adviser',
  guest: 'Guest',
}

/** Side and role together: "Staff side, chair"; no side in a forum that has none. */
export const placeWords = (role: Role, side: Side, hasSides = true): string =>
  hasSides && side !== 'independent' ? `${sideWords[side]}, ${roleWords[role].toLowerCase()}` : roleWords[role]

export const officeWords: Readonly<Record<Office, string>> = {
  administrator: 'Administrator',
  recordsOfficer: 'Records officer',
}

/** Who can see this. For `side`, name the side as well: `audienceOf`. */
export const audienceWords: Readonly<Record<Audience, string>> = {
  public: 'Everyone, without signing in',
  partnership: 'Members of this forum and of those one step above or below it',
  forum: 'Members of this forum',
  meeting: 'People invited to the meeting',
  side: 'One side only',
  chairs: 'Chairs, vice-chairs and secretaries',
}

/** Who can see a record, with its side where it belongs to one: "The staff side only". */
export const audienceOf = (audience: Audience, side?: Side | null): string =>
  audience === 'side' && side ? `${capital(sidePhrases[side])} only` : audienceWords[audience]

export const ruleStatusWords: Readonly<Record<RuleStatus, string>> = {
  open: 'Open',
  chathamHouse: 'Chatham House Rule',
}

/** A state in words, and the colour of its tag. */
export type StateWords = { readonly text: string; readonly colour: string }
const state = (text: string, colour = ''): StateWords => ({ text, colour })

export const meetingStates = {
  planned: state('Planned', 'grey'),
  called: state('Called', 'blue'),
  held: state('Under way', 'green'),
  adjourned: state('Adjourned', 'orange'),
  closed: state('Closed', 'grey'),
  cancelled: state('Cancelled', 'red'),
} as const satisfies Readonly<Record<string, StateWords>>

export const agendaStates = {
  draft: state('Draft', 'grey'),
  published: state('Published', 'green'),
  withdrawn: state('Withdrawn', 'grey'),
} as const satisfies Readonly<Record<string, StateWords>>

export const paperStates = {
  draft: state('Draft', 'grey'),
  sent: state('Sent', 'green'),
  withdrawn: state('Withdrawn', 'grey'),
} as const satisfies Readonly<Record<string, StateWords>>

export const minutesStates = {
  draft: state('Draft', 'grey'),
  review: state('With the chairs', 'yellow'),
  circulated: state('Circulated', 'blue'),
  confirmed: state('Confirmed', 'green'),
} as const satisfies Readonly<Record<string, StateWords>>

/**
 * What stands on minutes or a key communication that every key was asked for and not every side gave.
 * @param sides how many sides hold a key; a forum without sides has chairs that did not agree
 */
export const notAgreed = (sides: number): StateWords =>
  state(
    sides === 2 ? 'Draft: not agreed by both sides' : `Draft: not agreed by every ${sides === 0 ? 'chair' : 'side'}`,
    'orange',
  )

export const termsStates = {
  draft: state('Draft', 'grey'),
  consultation: state('In consultation', 'yellow'),
  agreed: state('Agreed', 'blue'),
  adopted: state('In force', 'green'),
  superseded: state('Replaced', 'grey'),
  discarded: state('Discarded', 'grey'),
  abandoned: state('Ended without agreement', 'grey'),
} as const satisfies Readonly<Record<string, StateWords>>

export const keyCommunicationStates = {
  draft: state('Draft', 'grey'),
  approval: state('Waiting for approval', 'yellow'),
  issued: state('Issued', 'green'),
} as const satisfies Readonly<Record<string, StateWords>>

export const decisionStates = {
  draft: state('Draft', 'grey'),
  decided: state('Decided', 'green'),
  recommended: state('Recommended, to be ratified', 'yellow'),
  ratified: state('Ratified', 'green'),
} as const satisfies Readonly<Record<string, StateWords>>

export const actionStates = {
  open: state('Open', 'blue'),
  overdue: state('Overdue', 'red'),
  done: state('Done', 'green'),
  dropped: state('No longer needed', 'grey'),
} as const satisfies Readonly<Record<string, StateWords>>

export const meetingKinds = { core: 'Core meeting', local: 'Local meeting' } as const

/** What happened to a meeting, in its own list. */
export const meetingChangeWords = {
  shortNotice: 'Called at short notice',
  outOfTurn: 'Called out of turn',
  moved: 'Moved',
  adjourned: 'Adjourned',
  cancelled: 'Cancelled',
  tightened: 'Brought under the Chatham House Rule',
  loosened: 'Made open: everybody concerned agreed',
} as const

/** An answer to an invitation to a meeting. */
export const answerWords = {
  none: 'No answer yet',
  coming: 'Coming',
  apologies: 'Apologies',
  deputy: 'Sends a deputy',
} as const

/** Whether somebody is, or was, at a meeting. */
export const presenceWords = {
  expected: 'Not here yet',
  present: 'Here',
  left: 'Left',
  absent: 'Did not come',
} as const

export const purposeWords = {
  information: 'For information',
  discussion: 'For discussion',
  decision: 'For decision',
  approval: 'For approval',
} as const

export const paperModeWords = {
  enclosed: 'Paper enclosed',
  verbal: 'Verbal',
  toFollow: 'Paper to follow',
  none: 'No paper',
} as const

export const sectorWords = {
  nhs: 'NHS',
  localGovernment: 'Local government',
  tradeUnion: 'Trade union or professional body',
  education: 'Education',
  regulator: 'Regulator',
  charity: 'Charity or voluntary organisation',
  private: 'Private company',
  other: 'Other',
} as const

/** The first letter as a capital. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** "Anna, Ben and Cem" */
export const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`

/** "1 seat", "2 seats" */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
