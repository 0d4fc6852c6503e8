import mongoose from 'mongoose'

type Command = (this: { collectionName: string }, ...given: unknown[]) => Promise<unknown>
const commands = mongoose.mongo.Collection.prototype as unknown as Record<string, Command>

/**
 * Holds the next command of this name on a collection, so that something else can happen first.
 * @param when before the command is sent, or after it was answered
 * @param meanwhile happens while it is held, outside of whatever transaction it belongs to
 */
export async function whileHeld<Result>(
  [collection, command, when]: readonly [string, 'updateOne' | 'deleteMany' | 'findOneAndDelete', 'before' | 'after'],
  work: () => Promise<Result>,
  meanwhile: () => Promise<unknown>,
): Promise<Result> {
  const usual = commands[command]!
  const [reached, released] = [signal(), signal()]
  commands[command] = async function (...given) {
    if (this.collectionName !== collection) return usual.apply(this, given)
    commands[command] = usual
    const answer = when === 'after' ? await usual.apply(this, given) : undefined
    reached.give()
    await released.given
    return when === 'after' ? answer : usual.apply(this, given)
  }
  const working = work()
  try {
    await Promise.race([reached.given, working])
    await meanwhile()
  } finally {
    commands[command] = usual
    released.give()
  }
  return working
}

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}
