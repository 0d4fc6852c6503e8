import type { Action, Person, Proof, Resource, Rule, Seat, Where } from './terms.ts'

/**
 * What a sign-in has to prove beside who it is. These lists hold for every row of rules.ts; the page /access prints
 * them. An employer that runs a member's sign-in, or reads their e-mail, must not come by what is the other side's.
 */
export const limits = {
  /** A side's own matters: with a passkey, and through its own organisations, where the side requires that. */
  side: {
    audiences: ['side'],
    actions: ['giveKey'],
    /** Of one's own side or with its key: everything but to see it. */
    acts: ['ownSide', 'withKey'],
    /** What is one person's own, and would give away or bind a side. */
    own: ['note', 'consent'],
  },
  /** All that a one-time code opens by itself: what a guest may see, and of one's own what coming to a meeting takes. */
  code: {
    actions: ['read'],
    audiences: ['public', 'partnership', 'forum', 'meeting'],
    own: ['person', 'passkey', 'passkeyCode', 'attendance', 'consent', 'interest', 'task'],
  },
} as const satisfies {
  readonly side: {
    readonly audiences: readonly Where[]
    readonly actions: readonly Action[]
    readonly acts: readonly (keyof Rule)[]
    readonly own: readonly Resource[]
  }
  readonly code: {
    readonly actions: readonly Action[]
    readonly audiences: readonly Where[]
    readonly own: readonly Resource[]
  }
}

const has = (list: readonly string[], one: string): boolean => list.includes(one)

/** Whether the session used a passkey that this seat's side vouched for. */
const withPasskey = (seat: Pick<Seat, 'vouched'>, proof: Proof): boolean => proof.passkey && seat.vouched

/** Whether the session fulfils what the side of this seat requires of a sign-in. */
const fulfils = (seat: Seat, proof: Proof): boolean =>
  (!seat.needsPasskey || withPasskey(seat, proof)) && !isElsewhere(seat, proof)

/** Whether the side lets this seat be used through its own organisations only, and the session came another way. */
export const isElsewhere = ({ onlyThrough }: Seat, { by, through }: Proof): boolean =>
  onlyThrough.length > 0 && !(by === 'organisation' && onlyThrough.includes(through))

/** Whether this seat counts no more than a guest's: by a code without a passkey, or a sign-in its side does not take. */
export const countsAsGuest = (seat: Seat, proof: Proof): boolean =>
  (proof.by === 'code' && !withPasskey(seat, proof)) || isElsewhere(seat, proof)

/** Whether the session speaks for the side of this seat: in its caucus, with its key, and in what is its own. */
export const speaksForSide = (seat: Seat, proof: Proof): boolean =>
  proof.by !== 'enrolment' && !countsAsGuest(seat, proof) && fulfils(seat, proof)

/** Whether a row's right at this place can be used from this seat in this session. */
export function isProven(seat: Seat, proof: Proof, rule: Rule, action: Action, where: Where): boolean {
  if (rule.withPasskey === true && !withPasskey(seat, proof)) return false
  // The operator's link is for an office; through a seat the operator could be a chair.
  if (proof.by === 'enrolment') return false
  if (countsAsGuest(seat, proof) && !opensToCode(rule, action, where)) return false
  if (rule.on === 'consent') return fulfils(seat, proof)
  return !isOfSide(rule, action, where) || speaksForSide(seat, proof)
}

/** The same for a right that goes by the person and not by a seat: an office, or what is anybody's who signed in. */
export function isProvenWithoutSeat({ proof }: Person, rule: Rule, action: Action, where: Where): boolean {
  if (rule.withPasskey === true && !proof.passkey) return false
  // No side vouches for a passkey of an office, so none makes a code good there.
  if (proof.by === 'organisation') return true
  // What waits for an administrator may be a forum's, for a place that the link does not open.
  if (proof.by === 'enrolment' && rule.who === 'administrator') return rule.on !== 'task'
  if (rule.who !== 'signedIn') return false
  // Nobody adds a passkey to a person by the operator's link.
  if (where === 'own') return proof.by === 'code' || rule.on === 'person'
  return where === 'everywhere' && action === 'read'
}

const isOfSide = (rule: Rule, action: Action, where: Where): boolean =>
  has(limits.side.audiences, where) ||
  has(limits.side.actions, action) ||
  (where === 'own' && has(limits.side.own, rule.on)) ||
  (action !== 'read' && limits.side.acts.some((word) => rule[word] === true))

const opensToCode = ({ on }: Rule, action: Action, where: Where): boolean =>
  where === 'own' ? has(limits.code.own, on) : has(limits.code.actions, action) && has(limits.code.audiences, where)

/** The seat as it counts in this session: with the role of a guest, where it counts no more than one. */
export const asProven = (seat: Seat, proof: Proof): Seat =>
  countsAsGuest(seat, proof) ? { ...seat, role: 'guest', holdsKey: false } : seat
