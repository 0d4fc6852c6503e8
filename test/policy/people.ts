import type { Office, Person, Role, Seat, Side, Viewer } from '../../server/policy/terms.ts'

import { signedIn } from '../signedIn.ts'

/** The day that seats here begin, and one before. */
export const today = '2026-03-04'
export const earlier = '2025-03-04'

/** A seat of the forum `here` on the staff side, in place since a year ago, admitted to the meeting `this`. */
const seat = (role: Role, given: Partial<Seat> = {}): Seat => ({
  seat: `seat-${role}`,
  forum: 'here',
  forumName: 'Here',
  role,
  side: 'staff',
  organisation: 'union',
  neighbours: ['above', 'below'],
  meetings: ['this'],
  historyFrom: '2026-01-01',
  holdsKey: false,
  needsPasskey: false,
  onlyThrough: [],
  vouched: false,
  ...given,
})

const person = (name: string, seats: readonly Seat[], ...offices: readonly Office[]): Person => ({
  kind: 'person',
  person: name,
  name,
  offices,
  seats,
  proof: signedIn,
})

const inForum = (name: string, role: Role, given: Partial<Seat> = {}): Person => person(name, [seat(role, given)])
const employer: { side: Side } = { side: 'employer' }
const stepDown = { forum: 'below', neighbours: ['here'], meetings: [] }
const stepUp = { forum: 'above', neighbours: ['here'], meetings: [] }

/**
 * Everybody whom the tables have a column for: of the forum `here`, its staff side, and invited to the meeting `this`,
 * but for these: `nobody` is signed in without any seat; `viceK` and `keyed` are
 * a vice-chair and a member whom the side named to hold its key;
 * `chairE` and `membE` are of the employers' side; `below` chairs the forum one step down, `above` and `aboveG` are
 * member and guest of the one above, `apart` chairs a forum that is no neighbour; `admin` and `recs` hold the offices
 * of administrator and records officer and no seat.
 */
export const people = {
  visitor: { kind: 'visitor' },
  nobody: person('nobody', []),
  chair: inForum('chair', 'chair'),
  vice: inForum('vice', 'viceChair'),
  viceK: inForum('viceK', 'viceChair', { holdsKey: true }),
  secr: inForum('secr', 'secretary'),
  member: inForum('member', 'member'),
  keyed: inForum('keyed', 'member', { holdsKey: true }),
  observ: inForum('observ', 'observer'),
  deputy: inForum('deputy', 'deputy'),
  guest: inForum('guest', 'guest'),
  advis: inForum('advis', 'adviser'),
  chairE: inForum('chairE', 'chair', employer),
  membE: inForum('membE', 'member', employer),
  below: inForum('below', 'chair', stepDown),
  above: inForum('above', 'member', stepUp),
  aboveG: inForum('aboveG', 'guest', stepUp),
  apart: inForum('apart', 'chair', { forum: 'elsewhere', neighbours: [], meetings: [] }),
  admin: person('admin', [], 'administrator'),
  recs: person('recs', [], 'recordsOfficer'),
} as const satisfies Readonly<Record<string, Viewer>>

export type Who = keyof typeof people
