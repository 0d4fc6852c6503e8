import { conflict } from '../errors.ts'

/** Someone who holds what they wrote until they end: a transaction of several commands. */
export type Holder = {
  /** The last commit that the holder sees. */
  readonly since: number
  /** Resolves when the holder has ended, whichever way. */
  readonly ended: Promise<void>
}

/** A command outside transactions met what a transaction has written and not yet committed: it waits and runs again. */
export class Blocked extends Error {
  override readonly name = 'Blocked'
  readonly holder: Holder
  constructor(holder: Holder) {
    super('waiting for a transaction')
    this.holder = holder
  }
}

/**
 * Who has written which key. The first to write wins: a later transaction gets error 112, a later single command
 * waits.
 */
export class Locks {
  readonly #holders = new Map<string, Holder>()
  readonly #open = new Set<Holder>()
  #written = new Map<string, number>()
  /** Counts commits; a transaction remembers the count it began with. */
  sequence = 0

  begin(holder: Holder): void {
    this.#open.add(holder)
  }

  /** Takes a key for writing. Throws the conflict (in a transaction) or Blocked (outside one). */
  take(key: string, holder: Holder | undefined): void {
    const held = this.#holders.get(key)
    if (holder === undefined) {
      if (held !== undefined) throw new Blocked(held)
      return
    }
    if (held === holder) return
    if (held !== undefined || (this.#written.get(key) ?? 0) > holder.since) throw conflict()
    this.#holders.set(key, holder)
  }

  /** Remembers which keys the commit now under way has written, while any transaction might care. */
  written(keys: Iterable<string>): void {
    if (this.#open.size === 0) return
    for (const key of keys) this.#written.set(key, this.sequence + 1)
  }

  end(holder: Holder, keys: Iterable<string>): void {
    for (const key of keys) if (this.#holders.get(key) === holder) this.#holders.delete(key)
    this.#open.delete(holder)
    if (this.#open.size === 0) this.#written = new Map()
  }
}
