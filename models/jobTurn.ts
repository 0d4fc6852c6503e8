import { Schema, model } from 'mongoose'

/**
 * Whose turn it is to do a job that comes round, so that of all processes one does it each time. Without a viewer, like
 * requests to sign in: a turn belongs to no forum and to nobody, holds a job's name and an instant, and nothing else.
 */
const schema = new Schema(
  { _id: { type: String, required: true }, until: { type: Date, required: true } },
  { strict: 'throw', versionKey: false, collection: 'jobturns' },
)
const Turns = model('JobTurn', schema)

/**
 * Takes the turn at a job until an instant; nobody gives it back, it runs out, also when its holder has died. Atomic: of
 * several processes that ask at once, one gets true. The job itself must bear being done twice, because a holder that is
 * slower than its turn is not stopped.
 */
export async function takeTurn(job: string, now: Date, until: Date): Promise<boolean> {
  const { modifiedCount } = await Turns.updateOne({ _id: job, until: { $lte: now } }, { $set: { until } })
  if (modifiedCount === 1) return true
  try {
    await Turns.create([{ _id: job, until }])
    return true
  } catch (error) {
    // Somebody holds it.
    if (error instanceof Error && 'code' in error && error.code === 11000) return false
    throw error
  }
}
