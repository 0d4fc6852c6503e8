import { Schema, model } from 'mongoose'
import { dayOf } from '../server/dates.ts'
import { ask } from './ask.ts'
import { type Standing, seatsFor } from './seat.ts'

/**
 * The rows that connect-mongo keeps, as far as they must be found by what an identity provider knows. Without a viewer,
 * like requests to sign in: a row belongs to no forum, is written at sign-in and gone at sign-out.
 */
const schema = new Schema(
  { session: { person: String, by: String, through: String, issuer: String, nameId: String, credential: String } },
  { collection: 'sessions', versionKey: false, autoIndex: false },
)
const Sessions = model('SignInSession', schema)
const seats = seatsFor({ kind: 'service', name: 'signIn' })

/**
 * A session that has not ended, as connect-mongo keeps it, with every seat and office that its person holds on this day.
 * One command for both, because every request needs both and a command costs more than what it asks.
 */
export async function openSession(
  _id: string,
  now: Date,
): Promise<{ readonly session: object; readonly held: readonly Standing[] } | null> {
  const { collection, stages } = seats.heldOn(dayOf(now))
  const lasting = { _id, expires: { $gt: now } }
  const lookup = {
    from: collection,
    localField: 'session.person',
    foreignField: 'person',
    pipeline: stages,
    as: 'held',
  }
  const [row] = await ask(Sessions.collection.name, [{ $match: lasting }, { $lookup: lookup }])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the store has written, and the seats asked for
  return (row as { session: object; held: Standing[] } | undefined) ?? null
}

/** Ends this session. False when it had been ended. Atomic: of several who end it, one gets true. */
export const endSession = async (_id: string): Promise<boolean> =>
  (await Sessions.collection.deleteOne({ _id } as object)).deletedCount === 1

/** Ends the sessions that began with this identity through this organisation, and no others. Gives how many. */
export async function endSessions(of: { through: string; issuer: string; nameId: string }): Promise<number> {
  const { deletedCount } = await Sessions.deleteMany({
    'session.through': of.through,
    'session.nameId': of.nameId,
    'session.issuer': of.issuer,
  })
  return deletedCount
}

/** Ends the sessions of a person that were strengthened with this passkey. Gives how many. */
export async function endSessionsWith(credential: string, person: string): Promise<number> {
  const { deletedCount } = await Sessions.deleteMany({ 'session.person': person, 'session.credential': credential })
  return deletedCount
}

/** Ends the sessions of a person that began by a code. */
export async function endSessionsByCode(person: string): Promise<void> {
  await Sessions.deleteMany({ 'session.person': person, 'session.by': 'code' })
}

/** Ends every session of a person. Gives how many. */
export async function endSessionsOf(person: string): Promise<number> {
  const { deletedCount } = await Sessions.deleteMany({ 'session.person': person })
  return deletedCount
}

/** Ends every session that began through an organisation's sign-in. Gives how many. */
export async function endSessionsThrough(organisation: string): Promise<number> {
  const { deletedCount } = await Sessions.deleteMany({ 'session.through': organisation })
  return deletedCount
}
