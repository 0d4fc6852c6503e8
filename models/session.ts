import { Schema, model } from 'mongoose'

/**
 * The rows that connect-mongo keeps, as far as they must be found by what an identity provider knows. Without a viewer,
 * like requests to sign in: a row belongs to no forum, is written at sign-in and gone at sign-out.
 */
const schema = new Schema(
  { session: { person: String, through: String, issuer: String, nameId: String } },
  { collection: 'sessions', versionKey: false, autoIndex: false },
)
const Sessions = model('SignInSession', schema)

/** Ends the sessions that began with this identity through this organisation, and no others. Gives how many. */
export async function endSessions(of: { through: string; issuer: string; nameId: string }): Promise<number> {
  const { deletedCount } = await Sessions.deleteMany({
    'session.through': of.through,
    'session.nameId': of.nameId,
    'session.issuer': of.issuer,
  })
  return deletedCount
}

/** Ends every session of a person. Gives how many. */
export async function endSessionsOf(person: string): Promise<number> {
  const { deletedCount } = await Sessions.deleteMany({ 'session.person': person })
  return deletedCount
}
