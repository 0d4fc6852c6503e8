import { Schema, model } from 'mongoose'

/**
 * What an authenticator was asked to sign, until its answer comes. Without a viewer, like requests to sign in: it
 * belongs to no forum, is found by the challenge itself, a random value, together with the session it was made for, and
 * is gone after five minutes. In the database, so that any process may take what another one asked.
 */
export type PasskeyChallenge = {
  /** The challenge, in base64url. */
  readonly _id: string
  readonly kind: 'add' | 'use'
  readonly person: string
  /** The mark of the session that asked; another one cannot answer. */
  readonly session: string
  /** For `add`: the code that was typed, by its id; null where the session itself may add. */
  readonly code: string | null
  readonly expiresAt: Date
}

/** How long an answer may take: five minutes. */
const answerTakes = 5 * 60_000

const schema = new Schema(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: ['add', 'use'], required: true },
    person: { type: String, required: true },
    session: { type: String, required: true },
    code: { type: String, default: null },
    expiresAt: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'passkeychallenges' },
)
const Challenges = model('PasskeyChallenge', schema)

export const passkeyChallenges = {
  ask: async (challenge: Omit<PasskeyChallenge, 'expiresAt'>, now: Date): Promise<void> => {
    await Challenges.create([{ ...challenge, expiresAt: new Date(now.getTime() + answerTakes) }])
  },
  /** The challenge that an answer names, if it is this session's; null otherwise. Atomic: an answer counts once. */
  take: async (
    asked: Pick<PasskeyChallenge, '_id' | 'kind' | 'person' | 'session'>,
    now: Date,
  ): Promise<PasskeyChallenge | null> =>
    Challenges.findOneAndDelete({ ...asked, expiresAt: { $gt: now } }).lean<PasskeyChallenge>(),
}
