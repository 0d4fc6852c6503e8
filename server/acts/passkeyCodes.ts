import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { forumsFor } from '../../models/forum.ts'
import { type PasskeyCode, passkeyCodesFor } from '../../models/passkeyCode.ts'
import { peopleFor } from '../../models/person.ts'
import { type SeatRecord, seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { NotFound, Refused } from '../errors.ts'
import { newId } from '../ids.ts'
import { chairIn, keySeat } from '../policy/places.ts'
import { type Viewer, givesKey, isCurrentSeat } from '../policy/terms.ts'
import { type Doing, act, personOf } from './act.ts'
import { membership } from './seating.ts'

/**
 * Codes to add a passkey. The side's own chair gives them; for the chair's own place another who holds the side's key,
 * or the operator's command: an organisation that runs the sign-in of a member can assert who they are, and must not
 * be able to add a passkey for them.
 */

/** No letter or digit that is taken for another when it is read out. */
const alphabet = 'ABCDEFGHJKMNPQRTVWXY346789'
const days = 7

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
const hashOf = async (code: string, salt: Buffer): Promise<Buffer> => derive(code, salt, 32)

/** A new code, as it is shown and read out: "KM4T-7XRQ-9DWA". 26 letters and digits, twelve times: 56 bits. */
const newCode = (): string =>
  Array.from(
    { length: 12 },
    (_, at) => (at > 0 && at % 4 === 0 ? '-' : '') + alphabet[randomInt(alphabet.length)]!,
  ).join('')

/** The code alone, however it was typed. */
const plain = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')

async function give({ viewer, now, record, tell }: Doing, seat: SeatRecord, instead: boolean): Promise<string> {
  const code = newCode()
  const salt = randomBytes(16)
  await passkeyCodesFor(viewer).give({
    _id: newId(),
    forum: seat.forum,
    side: seat.side,
    seat: seat._id,
    owner: seat.person,
    salt: salt.toString('base64url'),
    hash: (await hashOf(plain(code), salt)).toString('base64url'),
    expiresAt: new Date(now.getTime() + days * 24 * 3_600_000),
  })
  if (instead) await seatsFor(membership).vouch(seat, null, dayOf(now))
  await record({ forum: seat.forum, event: 'side passkey code given', record: seat._id, details: { instead } })
  // Whoever has a chair's passkey has the side: all of it is told, and everybody else about a code of their own.
  const all = await seatsFor(membership).inForum(seat.forum, dayOf(now))
  const side = all.filter((one) => one.side === seat.side && isCurrentSeat(one.role)).map(({ person }) => person)
  const [kind, path] = ['passkeyCodeGiven', givesKey(seat) ? `/forums/${seat.forum}/members` : '/account'] as const
  await tell({ forum: seat.forum, kind, to: givesKey(seat) ? side : [seat.person], path })
  return code
}

/** A lasting seat of the viewer's own side, to whose holder the viewer may give a code. Throws NotFound otherwise. */
export async function seatForCode(viewer: Viewer, of: string): Promise<SeatRecord> {
  const seat = await seatsFor(viewer).open(of)
  const person = personOf(viewer)
  const own = chairIn(person, seat.forum) ?? keySeat(person, seat.forum)
  const lasting = seat.audience === 'forum' && isCurrentSeat(seat.role) && seat.side === own?.side
  if (own === undefined || !lasting || (own.role !== 'chair' && seat.role !== 'chair')) throw new NotFound('seat')
  if (seat.person === person.person) throw new NotFound('seat')
  return seat
}

/**
 * Gives the holder of a seat a code to add a passkey for it. For the chair of the side, in a session with a passkey of
 * their own; for the chair's seat, for whoever else holds the side's key.
 * @returns the code, to be shown once
 */
export const givePasskeyCode = act(
  async (
    doing,
    asked: {
      seat: string
      /** Whether the passkeys that count for this seat until now are lost, and count no more from this moment. */
      instead: boolean
    },
  ): Promise<string> => {
    const seat = await seatForCode(doing.viewer, asked.seat)
    if (!personOf(doing.viewer).proof.passkey) throw new Refused('Use your own passkey first')
    return give(doing, seat, asked.instead)
  },
)

/**
 * The operator gives a code for a seat that holds its side's key, where nobody of the side can: how a side begins with
 * passkeys, and how a chair who lost theirs comes back. Every seat of the side is told.
 */
export const givePasskeyCodeByCommand = act(async (doing, asked: { email: string; forum: string }): Promise<string> => {
  const { viewer, now } = doing
  const [forum] = await forumsFor(viewer).some([asked.forum])
  if (forum === undefined) throw new Refused(`There is no forum called ${asked.forum}`, 'forum')
  const person = await peopleFor(viewer).byEmail(asked.email)
  const all = await seatsFor(viewer).inForum(forum._id, dayOf(now))
  const seat = all.find((one) => one.person === person?._id && one.audience === 'forum')
  if (seat === undefined) throw new Refused('Nobody with this address has a place in this forum', 'email')
  const chaired = all.some(({ role, side }) => role === 'chair' && side === seat.side)
  if (!givesKey(seat) || (chaired && seat.role !== 'chair'))
    throw new Refused('The chair of the side gives this person a code. The command is for the chair', 'email')
  return give(doing, seat, false)
})

/**
 * The open code of this person that was typed; null when it is none. Each of their open codes has one try fewer
 * afterwards, whatever was typed.
 */
export async function codeTyped(viewer: Viewer, typed: string, now: Date): Promise<PasskeyCode | null> {
  const given = plain(typed)
  for (const code of await passkeyCodesFor(viewer).try(personOf(viewer).person, now)) {
    const hash = await hashOf(given, Buffer.from(code.salt, 'base64url'))
    if (timingSafeEqual(hash, Buffer.from(code.hash, 'base64url'))) return code
  }
  return null
}
