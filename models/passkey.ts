import type { Day } from '../server/dates.ts'
import { Refused } from '../server/errors.ts'
import type { Viewer } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/**
 * A personal passkey (WebAuthn, W3C Recommendation). By itself it opens nothing: it counts for the seats that name it,
 * each with a code that its side gave. There is no last use, which would be a record of activity.
 */
export type Passkey = {
  readonly _id: string
  readonly owner: string
  /** What its owner calls it: "My telephone". */
  readonly name: string
  /** The credential's id as the authenticator knows it, in base64url. */
  readonly credential: string
  /** The public key as COSE, in base64url. */
  readonly publicKey: string
  /** The authenticator's own count of signatures; 0 for those that keep none. It never goes back. */
  readonly counter: number
  /** How the browser reaches the authenticator: usb, nfc, internal… */
  readonly transports: readonly string[]
  /** Whether the authenticator says that it can be copied to other devices of the same account. */
  readonly copied: boolean
  /** The day (YYYY-MM-DD), and no more. */
  readonly addedOn: Day
}

/** What an authenticator has made, once it was verified. */
export type NewCredential = Pick<Passkey, 'credential' | 'publicKey' | 'counter' | 'transports' | 'copied'>

const Passkeys = scopedModel<Passkey>('Passkey', 'passkey', {
  owner: { type: String, required: true, immutable: true },
  name: { type: String, required: true },
  credential: { type: String, required: true, immutable: true },
  publicKey: { type: String, required: true, immutable: true },
  counter: { type: Number, required: true },
  transports: [String],
  copied: { type: Boolean, required: true, immutable: true },
  addedOn: { type: String, required: true, immutable: true },
})

/** The passkeys one viewer may touch: their own. */
export const passkeysFor = (viewer: Viewer) => ({
  open: async (_id: string): Promise<Passkey> =>
    found(await Passkeys.findOne({ _id }, null, under(viewer, 'read')).lean<Passkey>(), 'passkey'),
  /** A passkey that the viewer may remove: only in a session with a passkey. */
  openToRemove: async (_id: string): Promise<Passkey> =>
    found(await Passkeys.findOne({ _id }, null, under(viewer, 'remove')).lean<Passkey>(), 'passkey'),
  /** All of this person's, by name. */
  of: async (owner: string): Promise<Passkey[]> =>
    Passkeys.find({ owner }, null, under(viewer, 'read')).sort({ name: 1, _id: 1 }).lean<Passkey[]>(),
  /** Throws Refused when this credential is known already. */
  create: async (passkey: Passkey): Promise<void> => {
    try {
      await insert(Passkeys, viewer, [passkey])
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 11000)
        throw new Refused('This passkey has been added already. Use it, or add another.')
      throw error
    }
  },
  /**
   * Notes the authenticator's count. False when it has not gone on: two answers crossed, or one is of a copy. Atomic.
   */
  count: async (_id: string, counter: number): Promise<boolean> => {
    const goesOn = counter === 0 ? { counter: 0 } : { counter: { $lt: counter } }
    return (
      (await Passkeys.updateOne({ _id, ...goesOn }, { $set: { counter } }, under(viewer, 'edit'))).matchedCount === 1
    )
  },
  rename: async (_id: string, name: string): Promise<void> => {
    found(await Passkeys.findOneAndUpdate({ _id }, { $set: { name } }, under(viewer, 'edit')).lean(), 'passkey')
  },
  remove: async (_id: string): Promise<void> => {
    found(await Passkeys.findOneAndDelete({ _id }, under(viewer, 'remove')).lean(), 'passkey')
  },
})
