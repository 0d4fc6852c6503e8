import { type NewCredential, type Passkey, passkeysFor } from '../../models/passkey.ts'
import { passkeyCodesFor } from '../../models/passkeyCode.ts'
import { seatsFor } from '../../models/seat.ts'
import { endSessionsWith } from '../../models/session.ts'
import { dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Person, Seat } from '../policy/terms.ts'
import { type Doing, act, installation, personOf } from './act.ts'
import { membership } from './seating.ts'

/** As many passkeys as one person may have. */
export const mostPasskeys = 10

const usedUp = 'This code has been used, or a week has gone by. Ask the chair of your side for a new one.'

/** The entry says that a passkey of a side was added or has gone, in the forum whose side it is, and not whose. */
const enter = async ({ record }: Doing, event: string, forum: string, of: string): Promise<void> =>
  record({ forum, event, record: of, details: { by: null } })

/** The viewer's own seat for which the code was given, once: of two who spend it, one gets it. */
async function seatOfCode({ viewer, now }: Doing, code: string): Promise<Seat> {
  const spent = await passkeyCodesFor(viewer).spend(code, now)
  const seat = personOf(viewer).seats.find((one) => one.seat === spent?.seat)
  if (seat === undefined) throw new Refused(usedUp, 'code')
  return seat
}

/** The seats for which the passkey of this session counts. */
const vouchedSeats = (person: Person): readonly Seat[] =>
  person.proof.passkey ? person.seats.filter(({ vouched }) => vouched) : []

/**
 * Adds a passkey: with a code that a side gave, for the seat that the code is for; without one, in a session with a
 * passkey (`used`), for the seats for which that one counts. Their owner is told, so that a passkey that somebody else
 * added is noticed. Gives the passkey's id. Throws Refused when the code was used meanwhile.
 */
export const addPasskey = act(
  async (doing, asked: { code: string | null; used: string; name: string; made: NewCredential }): Promise<string> => {
    const { viewer, now, tell } = doing
    const person = personOf(viewer)
    const _id = newId()
    const seats = asked.code === null ? vouchedSeats(person) : [await seatOfCode(doing, asked.code)]
    if (seats.length === 0) throw new Refused('Enter the code that the chair of your side gave you', 'code')
    if ((await passkeysFor(viewer).of(person.person)).length >= mostPasskeys)
      throw new Refused(`You have ${mostPasskeys} passkeys. Remove one that you no longer use first`)
    const passkey: Passkey = { _id, owner: person.person, name: asked.name, addedOn: dayOf(now), ...asked.made }
    await passkeysFor(viewer).create(passkey)
    for (const { seat, forum, side } of seats) {
      const by = asked.code === null ? asked.used : undefined
      if (!(await seatsFor(membership).vouch({ forum, side, person: person.person }, _id, dayOf(now), by)))
        throw new Refused('Enter the code that the chair of your side gave you', 'code')
      await enter(doing, 'side passkey added', forum, seat)
    }
    await tell({ forum: seats[0]!.forum, kind: 'passkeyAdded', to: [person.person], path: '/account' })
    return _id
  },
)

/** Lets the passkey of this session count for one more seat: that of the code. Throws Refused when the code was used. */
export const vouchForPasskey = act(async (doing, asked: { code: string; passkey: string }): Promise<void> => {
  const { viewer, now, tell } = doing
  const { person } = personOf(viewer)
  const { _id } = await passkeysFor(viewer).open(asked.passkey)
  const { seat, forum, side } = await seatOfCode(doing, asked.code)
  await seatsFor(membership).vouch({ forum, side, person }, _id, dayOf(now))
  await enter(doing, 'side passkey added', forum, seat)
  await tell({ forum, kind: 'passkeyAdded', to: [person], path: '/account' })
})

/**
 * Removes a passkey, in a session with one: it counts nowhere any more, and the sessions that it strengthened end.
 * One that counts nowhere, because it was lost, removes itself and no other: whoever found it would else remove those
 * that its owner has instead. Throws NotFound in a session without a passkey.
 * @param asked `used` is the passkey of the session
 */
export const removePasskey = act(async (doing, asked: { passkey: string; used: string }): Promise<void> => {
  const { viewer, tell, afterwards } = doing
  const { person, seats } = personOf(viewer)
  if (asked.passkey !== asked.used && !seats.some(({ vouched }) => vouched)) {
    await passkeysFor(viewer).openToRemove(asked.passkey)
    throw new Refused('The passkey that you have used counts for none of your places. It can remove only itself')
  }
  await passkeysFor(viewer).remove(asked.passkey)
  const forums = await seatsFor(membership).endPasskey(person, asked.passkey)
  for (const forum of forums) await enter(doing, 'side passkey removed', forum, forum)
  if (forums.length === 0) await enter(doing, 'passkey removed', installation, asked.passkey)
  await endSessionsWith(asked.passkey, person)
  afterwards(async () => endSessionsWith(asked.passkey, person))
  await tell({ forum: forums[0] ?? installation, kind: 'passkeyRemoved', to: [person], path: '/account' })
})
