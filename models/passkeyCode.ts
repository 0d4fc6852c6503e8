import type { Side, Viewer } from '../server/policy/terms.ts'
import { insert, scopedModel, under } from './scoped.ts'

/**
 * A code with which the holder of one seat enrols a passkey for it. Its side gave it, shown once; here is only what it
 * can be compared with. Good for a week and ten tries.
 */
export type PasskeyCode = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'forum'
  readonly side: Side
  readonly seat: string
  /** The person who holds the seat, and types the code. */
  readonly owner: string
  /** scrypt of the code under the salt, both in base64url: a week is too short to find it. */
  readonly salt: string
  readonly hash: string
  readonly tries: number
  readonly expiresAt: Date
}

/** So often may be guessed at a code. */
export const mostTries = 10

const Codes = scopedModel<PasskeyCode>('PasskeyCode', 'passkeyCode', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['forum'], required: true, immutable: true },
  side: { type: String, required: true, immutable: true },
  seat: { type: String, required: true, immutable: true },
  owner: { type: String, required: true, immutable: true },
  salt: { type: String, required: true, immutable: true },
  hash: { type: String, required: true, immutable: true },
  tries: { type: Number, default: 0 },
  expiresAt: { type: Date, required: true, immutable: true },
})

const inTime = (now: Date) => ({ expiresAt: { $gt: now } })

/** The codes one viewer may touch: giving is a side's, trying and spending the owner's. */
export const passkeyCodesFor = (viewer: Viewer) => ({
  /** A new code for a seat; an earlier one for it is worth nothing any more. */
  give: async (code: Omit<PasskeyCode, 'audience' | 'tries'>): Promise<void> => {
    await Codes.deleteMany({ forum: code.forum, seat: code.seat }, under(viewer, 'remove'))
    await insert(Codes, viewer, [{ ...code, audience: 'forum' }])
  },
  /** The person's open codes, each with one try fewer; only those that had one. */
  try: async (owner: string, now: Date): Promise<PasskeyCode[]> => {
    const open = await Codes.find({ owner, ...inTime(now) }, { _id: 1 }, under(viewer, 'read')).lean<
      { _id: string }[]
    >()
    const tried = open.map(({ _id }) =>
      Codes.findOneAndUpdate(
        { _id, tries: { $lt: mostTries }, ...inTime(now) },
        { $inc: { tries: 1 } },
        under(viewer, 'edit'),
      ).lean<PasskeyCode>(),
    )
    return (await Promise.all(tried)).filter((code) => code !== null)
  },
  /** Uses a code up; null when it has been, or has run out. Atomic: of two who spend it, one gets it. */
  spend: async (_id: string, now: Date): Promise<PasskeyCode | null> =>
    Codes.findOneAndDelete({ _id, ...inTime(now) }, under(viewer, 'remove')).lean<PasskeyCode>(),
})
