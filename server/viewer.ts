import type { Request, RequestHandler } from 'express'
import { type Standing, seatsFor } from '../models/seat.ts'
import { dayOf } from './dates.ts'
import type { Person, Proof, Seat, Viewer } from './policy/terms.ts'

const seats = seatsFor({ kind: 'service', name: 'signIn' })

/** How somebody signed in, and with which passkey if with any. */
export type SignedIn = Proof & { readonly credential?: string }

/**
 * The person with the seats and offices held on this day: read anew for every request. The name is that of their seats,
 * which follow every change of it; empty for somebody without any, who approves and signs nothing.
 */
export const personToday = async (person: string, now: Date, session: SignedIn): Promise<Person> =>
  personWith(person, await seats.heldBy(person, dayOf(now)), now, session)

function personWith(person: string, held: readonly Standing[], now: Date, session: SignedIn): Person {
  const { credential = '', ...proof } = session
  return {
    kind: 'person',
    person,
    name: held[0]?.name ?? '',
    offices: held.flatMap(({ office }) => (office === null ? [] : [office])),
    reaches: held.flatMap(({ office, reaches }) =>
      office === 'recordsOfficer' ? reaches.filter(({ until }) => until > now) : [],
    ),
    seats: held.filter(({ office }) => office === null).map((seat) => seatOf(seat, credential)),
    proof,
  }
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
