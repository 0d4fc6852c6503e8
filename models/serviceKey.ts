import type { Viewer } from '../server/policy/terms.ts'
import { insertOnce, scopedModel, under } from './scoped.ts'

/** `next` is announced and not used yet; `current` signs; what `old` opens is still taken. */
export const keyStates = ['next', 'current', 'old'] as const
export type KeyState = (typeof keyStates)[number]

/** A key pair by which this service signs what it sends to identity providers, and opens what they encrypt for it. */
export type ServiceKey = {
  readonly _id: string
  /** In PEM. */
  readonly certificate: string
  /** The private key, sealed under the session secret: a stolen database does not hold it. */
  readonly sealed: string
  readonly state: KeyState
  readonly madeAt: Date
}

const Keys = scopedModel<ServiceKey>('ServiceKey', 'serviceKey', {
  certificate: { type: String, required: true, immutable: true },
  sealed: { type: String, required: true, immutable: true },
  state: { type: String, enum: keyStates, required: true },
  madeAt: { type: Date, required: true, immutable: true },
})

/** The service's keys as one viewer may touch them. */
export const serviceKeysFor = (viewer: Viewer) => ({
  /** All keys; there are three at most. */
  list: async (): Promise<ServiceKey[]> => Keys.find({}, null, under(viewer, 'read')).lean<ServiceKey[]>(),
  /** Adds a key, unless one of that id is there. */
  add: async (key: ServiceKey): Promise<void> => insertOnce(Keys, viewer, key, { state: key.state }),
  /** Moves keys of one state to another. */
  move: async (from: KeyState, to: KeyState): Promise<void> => {
    await Keys.updateMany({ state: from }, { state: to }, under(viewer, 'edit'))
  },
  /** Forgets the keys of one state. Gives how many there were. */
  remove: async (state: KeyState): Promise<number> =>
    (await Keys.deleteMany({ state }, under(viewer, 'remove'))).deletedCount,
})
