import { Schema, model } from 'mongoose'

/**
 * One-time codes that were asked for, by e-mail address. Without a viewer, like requests to sign in: they exist before
 * anybody is somebody, belong to no forum, and are gone after ten minutes. Neither the address nor the code is kept: the
 * one is a keyed hash, and the other is made from `request` with a secret that the database does not hold.
 */
const schema = new Schema(
  {
    /** A keyed hash of the e-mail address: one code for each, and a new one replaces the old. */
    _id: { type: String, required: true },
    /** A random id, of which a keyed hash is the code. */
    request: { type: String, required: true },
    /** A hash of the asking browser's own cookie; another browser cannot use the code. */
    browser: { type: String, required: true },
    /** The path to go to afterwards. */
    returnTo: { type: String, required: true },
    /** Whom the code signs in; '' for an address to which none was sent. */
    person: { type: String, default: '' },
    tries: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'onetimecodes' },
)
const Codes = model('OneTimeCode', schema)

export type OneTimeCode = {
  readonly _id: string
  readonly request: string
  readonly browser: string
  readonly returnTo: string
  readonly person: string
  readonly tries: number
  readonly expiresAt: Date
}

/** How long a code may be used: ten minutes, in milliseconds. */
export const codeTakes = 10 * 60_000

/** How often a code may be mistyped. */
export const mostTries = 5

const inTime = (now: Date) => ({ expiresAt: { $gt: now } })

export const oneTimeCodes = {
  /** Somebody asks for a code: it replaces that address's last one, and this browser's. The same whoever asks. */
  ask: async (asked: Pick<OneTimeCode, '_id' | 'request' | 'browser' | 'returnTo'>, now: Date): Promise<void> => {
    const { _id, ...rest } = asked
    await Codes.deleteMany({ browser: rest.browser })
    const $set = { ...rest, person: '', tries: 0, expiresAt: new Date(now.getTime() + codeTakes) }
    try {
      await Codes.updateOne({ _id }, { $set }, { upsert: true, runValidators: true })
    } catch (error) {
      // Two asked at once, and both found none: the later replaces the earlier.
      if (!(error instanceof Error && 'code' in error && error.code === 11000)) throw error
      await Codes.updateOne({ _id }, { $set }, { runValidators: true })
    }
  },
  /** Says whom a code signs in. False when it has been replaced. */
  belongsTo: async (_id: string, request: string, person: string): Promise<boolean> =>
    (await Codes.updateOne({ _id, request }, { $set: { person } })).matchedCount === 1,
  /** What this browser has asked for; null for nothing that still lasts. */
  waiting: async (browser: string, now: Date): Promise<OneTimeCode | null> =>
    Codes.findOne({ browser, ...inTime(now) }).lean<OneTimeCode>(),
  /** Counts a try at this browser's code, and gives it; null after five, and when there is none. Atomic. */
  try: async (browser: string, now: Date): Promise<OneTimeCode | null> =>
    Codes.findOneAndUpdate(
      { browser, tries: { $lt: mostTries }, ...inTime(now) },
      { $inc: { tries: 1 } },
      { returnDocument: 'after' },
    ).lean<OneTimeCode>(),
  /** Uses a code up. Atomic: of several who bring the right one, one gets true. */
  use: async ({ _id, request, browser }: OneTimeCode, now: Date): Promise<boolean> =>
    (await Codes.findOneAndDelete({ _id, request, browser, ...inTime(now) }).lean()) !== null,
}
