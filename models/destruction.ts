import { Schema, model } from 'mongoose'
import { newId } from '../server/ids.ts'

/**
 * That something was destroyed whose bytes are to leave the disk as well. Without a viewer, like the turns of jobs: a
 * record has a random id and nothing else, so that it tells neither what was destroyed nor when. One for each act, so
 * that two acts at once do not meet in it.
 */
const schema = new Schema(
  { _id: { type: String, required: true } },
  { strict: 'throw', versionKey: false, collection: 'destructions' },
)
const Destructions = model('Destruction', schema)

/** Notes it, in the transaction of the act that destroys. */
export async function noteDestruction(): Promise<void> {
  await Destructions.create([{ _id: newId() }])
}

/** The ids of all that is noted and not forgotten yet. */
export const destructions = async (): Promise<string[]> =>
  (await Destructions.find().lean<{ _id: string }[]>()).map(({ _id }) => _id)

/** Strikes these out, once no file holds what they stand for. */
export async function strikeOut(ids: readonly string[]): Promise<void> {
  await Destructions.deleteMany({ _id: { $in: ids } })
}
