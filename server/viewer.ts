import type { Request, RequestHandler } from 'express'
import { type Standing, seatsFor } from '../models/seat.ts'
import { dayOf } from './dates.ts'
import { frozen, remembered } from './remembered.ts'
import { type Person, type Proof, type Seat, type Viewer, isForOneMeeting } from './policy/terms.ts'

const seats = seatsFor({ kind: 'service', name: 'signIn' })

/** How somebody signed in, and with which passkey if with any. */
export type SignedIn = Proof & { readonly credential?: string }

/**
 * The person with the seats and offices held on this day: read anew for every request. The name is that of their seats,
 * which follow every change of it; empty for somebody without any, who approves and signs nothing.
 */
export const personToday = async (person: string, now: Date, session: SignedIn): Promise<Person> =>
  personWith(person, await seats.heldBy(person, dayOf(now)), now, session)

function personWith(person: string, all: readonly Standing[], now: Date, session: SignedIn): Person {
  const { by, passkey, through, credential = '' } = session
  const holding = personHolding(all, person, by, passkey, through, credential)
  const reaches = (holding.reaches ?? []).filter(({ until }) => until > now)
  return reaches.length === holding.reaches?.length ? holding : { ...holding, reaches }
}

/** Who holds these seats and offices, made once of what was read; emergency access that has ended is still in it. */
const personHolding = remembered(
  (
    all: readonly Standing[],
    person: string,
    by: Proof['by'],
    passkey: boolean,
    through: string,
    credential: string,
  ): Person => {
    const held = all.filter((one) => counts(one, by))
    return frozen({
      kind: 'person',
      person,
      name: all[0]?.name ?? '',
      offices: held.flatMap(({ office }) => (office === null ? [] : [office])),
      reaches: held.flatMap(({ office, reaches }) => (office === 'recordsOfficer' ? reaches : [])),
      seats: held.filter(({ office }) => office === null).map((seat) => seatOf(seat, credential)),
      proof: { by, passkey, through },
    })
  },
)

/**
 * Whether a seat or office is there at all for this way in. The operator's link is for the office of administrator and
 * for nothing else, or whoever runs the service could sit on a chair. A code is for deputies and guests, and for members
 * where the terms in force say so; who has an organisation's sign-in to use gets none (server/sso/byCode.ts).
 */
function counts({ office, role, byCode }: Standing, by: Proof['by']): boolean {
  if (by === 'enrolment') return office === 'administrator'
  if (by === 'code') return office === null && (isForOneMeeting(role) || byCode)
  return true
}

const seatOf = (seat: Standing, credential: string): Seat => {
  const { _id, forum, forumName, role, side, organisation, ...rest } = seat
  return {
    seat: _id,
    forum,
    forumName,
    role,
    side,
    organisation,
    neighbours: rest.neighbours,
    meetings: rest.meetings,
    historyFrom: rest.historyFrom,
    holdsKey: rest.holdsKey,
    needsPasskey: rest.needsPasskey ?? false,
    onlyThrough: rest.onlyThrough ?? [],
    vouched: credential !== '' && (rest.passkeys ?? []).includes(credential),
  }
}

/** Finds who is asking. Removing a seat bites at the next click, because nothing but the person is remembered. */
export const whoIsAsking: RequestHandler = function whoIsAsking(req, _res, next) {
  const { held } = req
  const { person, by, passkey = false, credential = '', through = '' } = req.session ?? {}
  const known = person !== undefined && by !== undefined && held !== undefined
  req.viewer = known ? personWith(person, held, new Date(), { by, passkey, credential, through }) : { kind: 'visitor' }
  next()
}

/** Who is asking. Throws when the middleware above did not run. */
export function viewerOf(req: Request): Viewer {
  if (req.viewer === undefined) throw new Error('no viewer on this request')
  return req.viewer
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- Express's own extension point
  namespace Express {
    interface Request {
      viewer?: Viewer
    }
  }
}
