import { Schema, model } from 'mongoose'

/**
 * Links by which the operator lets an administrator in past a broken identity provider. Without a viewer, like requests
 * to sign in: they exist before anybody is somebody, belong to no forum, are found by a random secret alone, and are gone
 * after ten minutes.
 */
const schema = new Schema(
  {
    /** The administrator; a new link replaces the one before. */
    _id: { type: String, required: true },
    /** A hash of the link's secret, which is printed once and kept nowhere. */
    link: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, collection: 'enrolments' },
)
const Enrolments = model('Enrolment', schema)

/** How long a link may be used: ten minutes, in milliseconds. */
export const enrolmentTakes = 10 * 60_000

export const enrolments = {
  /** Gives an administrator a link, and ends the one before. */
  put: async (person: string, link: string, now: Date): Promise<void> => {
    const expiresAt = new Date(now.getTime() + enrolmentTakes)
    await Enrolments.updateOne({ _id: person }, { $set: { link, expiresAt } }, { upsert: true, runValidators: true })
  },
  /** Whose link this is; it is used up by that. Atomic: of several uses, one gets the person, the others null. */
  use: async (link: string, now: Date): Promise<string | null> =>
    (await Enrolments.findOneAndDelete({ link, expiresAt: { $gt: now } }).lean())?._id ?? null,
}
