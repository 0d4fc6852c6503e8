/** The words of the policy. Imports nothing, so that everything may import it. */

export const roles = ['chair', 'viceChair', 'secretary', 'member', 'deputy', 'observer', 'adviser', 'guest'] as const
export type Role = (typeof roles)[number]

export const sides = ['employer', 'staff', 'systemPartner', 'independent'] as const
export type Side = (typeof sides)[number]

/** Who can see a record. Sets, never compared as more or less. */
export const audiences = ['public', 'partnership', 'forum', 'meeting', 'side', 'chairs'] as const
export type Audience = (typeof audiences)[number]

/** How a record may name people. */
export const ruleStatuses = ['open', 'chathamHouse'] as const
export type RuleStatus = (typeof ruleStatuses)[number]

/** Offices of the installation, not of a forum. */
export const offices = ['administrator', 'recordsOfficer'] as const
export type Office = (typeof offices)[number]

/**
 * Parts of the software that act by themselves. `signIn` finds who is asking; `membership` finds or makes the person
 * of a new seat, within an act whose right was checked first; `operator` is the command line;
 * `demonstration` loads the fictitious forum into an empty database.
 */
export const services = [
  'signIn',
  'membership',
  'outbox',
  'reminders',
  'releases',
  'checkpoints',
  'quorum',
  'sweeper',
  'audit',
  'operator',
  'demonstration',
] as const
export type Service = (typeof services)[number]

export const resources = [
  'organisation',
  'area',
  'identityProvider',
  'serviceKey',
  'person',
  'passkey',
  'passkeyCode',
  'forum',
  'seat',
  'sideSignIn',
  'invitation',
  'terms',
  'termsComment',
  'meeting',
  'attendance',
  'consent',
  'item',
  'paper',
  'comment',
  'note',
  'interest',
  'minutes',
  'part',
  'draft',
  'decision',
  'action',
  'keyCommunication',
  'task',
  'message',
  'emergencyAccess',
  'auditEntry',
] as const
export type Resource = (typeof resources)[number]

/** What may be done with a record. Joint acts are `giveKey`: one approval from each key-holding side. */
export const actions = [
  'read',
  'create',
  'edit',
  'remove',
  'publish',
  'giveKey',
  'run',
  'comment',
  'appoint',
  'administer',
] as const
export type Action = (typeof actions)[number]

/** How somebody can sign in: through their organisation, by a one-time code, or by the operator's link. */
export const waysIn = ['organisation', 'code', 'enrolment'] as const

/**
 * What the session of a person proves. An organisation that runs a sign-in can assert whom it likes, and whoever reads
 * the post can use a code; a personal passkey is nobody else's to assert.
 */
export type Proof = {
  readonly by: (typeof waysIn)[number]
  /** Whether this session was strengthened with a personal passkey. */
  readonly passkey: boolean
  /** The organisation signed in through; '' without any. */
  readonly through: string
}

/** A person's place in one forum today. */
export type Seat = {
  readonly seat: string
  readonly forum: string
  readonly forumName: string
  readonly role: Role
  readonly side: Side
  readonly organisation: string
  /** Forums one step up or down the tree, for the audience `partnership`. */
  readonly neighbours: readonly string[]
  /** Meetings this person is admitted to: invited, or confirmed as present or holding papers already sent. */
  readonly meetings: readonly string[]
  /** Agendas, papers and minutes are visible from this meeting date (YYYY-MM-DD). */
  readonly historyFrom: string
  /** A vice-chair or delegate whom the side named to give its key. Chairs hold it without this. */
  readonly holdsKey: boolean
  /** The side of this seat requires a personal passkey. */
  readonly needsPasskey: boolean
  /** The side of this seat lets it be used through the sign-in of these organisations only; of any, when empty. */
  readonly onlyThrough: readonly string[]
  /** The passkey of this session was enrolled for this seat, with a code that its side gave. */
  readonly vouched: boolean
}

/** Emergency access that was given: to exactly one record, until an instant. */
export type Reach = {
  readonly on: Resource
  readonly forum: string
  readonly record: string
  readonly until: Date
}

export type Person = {
  readonly kind: 'person'
  readonly person: string
  readonly name: string
  readonly offices: readonly Office[]
  readonly seats: readonly Seat[]
  /** How this person signed in. Required, so that what nobody filled in admits nobody. */
  readonly proof: Proof
  /** Emergency access that lasts at this moment. */
  readonly reaches?: readonly Reach[]
}

/** Who is asking. A kind, role or service without a row in rules.ts may do nothing. */
export type Viewer =
  | Person
  | { readonly kind: 'visitor' }
  | { readonly kind: 'voice'; readonly round: string }
  | { readonly kind: 'service'; readonly name: Service }

/**
 * Where a row reaches. An audience: records of that audience in which the viewer stands. `own`: records whose
 * `owner` is the viewer. `everywhere`: records of the installation, which belong to no forum, and what a service needs.
 * `granted`: the one record that emergency access was given to, never one side's. `referred`: records whose `decider` is
 * the viewer.
 */
export type Where = Audience | 'own' | 'everywhere' | 'granted' | 'referred'

export type Who = readonly Role[] | 'visitor' | 'signedIn' | 'voice' | Office | Service

/** One row of the policy. Absence of a row denies. */
export type Rule = {
  readonly on: Resource
  readonly may: readonly Action[]
  readonly who: Who
  readonly where: readonly Where[]
  /** Only records in one of these states. */
  readonly state?: readonly string[]
  /**
   * With the audience `partnership`: also for current seats of the forums one step up or down the tree. Only for
   * reading what is shown already; preparing and agreeing are the forum's own.
   */
  readonly neighbours?: true
  /** Only records of the viewer's own side. */
  readonly ownSide?: true
  /** Only a seat that holds its side's key: the chair, or whom the side named. */
  readonly withKey?: true
  /** Only in a session with the passkey that the seat's side vouched for, whether the side requires passkeys or not. */
  readonly withPasskey?: true
  /** Also from before the seat's beginning, where a record of this kind otherwise goes by its meeting's date. */
  readonly whole?: true
}

/** A Mongo filter: the records for which the answer is yes. */
export type Filter = Readonly<Record<string, unknown>>

/** Deputies, guests and advisers are not current seats: they see what they were named for. */
export const isCurrentSeat = (role: Role): boolean => !['deputy', 'guest', 'adviser'].includes(role)

/** Deputies and guests are named for one meeting. */
export const isForOneMeeting = (role: Role): boolean => role === 'deputy' || role === 'guest'

/** Chairs, vice-chairs and secretaries: the officers who prepare a forum's work. */
export const officers: readonly Role[] = ['chair', 'viceChair', 'secretary']

/** Whether this role is one of theirs. */
export const isOfficer = (role: Role): boolean => officers.includes(role)

/** Officers who stand in every meeting of their forum without being invited: its chairs and secretaries. */
export const standsUninvited = (role: Role): boolean => role === 'chair' || role === 'secretary'

/** Roles that a side's chair may name to give the side's key when the chair cannot. */
export const keyRoles: readonly Role[] = ['viceChair', 'member']

/** Roles that may hold a key at all: rows of the policy are addressed to these, with `withKey`. */
export const keyHolders: readonly Role[] = ['chair', ...keyRoles]

/**
 * Whether this seat gives its side's key: the chair's does, and a vice-chair's or member's whom the side named. The one
 * answer to this question, for the rows of the policy and for the logic of keys.
 */
export const givesKey = ({ role, holdsKey }: Pick<Seat, 'role' | 'holdsKey'>): boolean =>
  role === 'chair' || (holdsKey && keyRoles.includes(role))
