import { createHash, randomBytes } from 'node:crypto'
import { newId } from '../server/ids.ts'
import { permits } from '../server/policy/scope.ts'
import type { Viewer } from '../server/policy/terms.ts'
import { insert, scopedModel, under } from './scoped.ts'

/** One act in its forum's append-only chain: ids and a salted commitment, never a text or a contributor. */
export type AuditEntry = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'forum'
  /** 1, 2, 3 … without a gap. */
  readonly sequence: number
  readonly at: Date
  /** What was done: "agenda published". */
  readonly event: string
  /** The record it was done to. */
  readonly record: string
  /** SHA-256 of salt and details, in hexadecimal. Without the salt it tells nothing. */
  readonly commitment: string
  /** Opens the commitment; may be erased without breaking the chain. */
  readonly opening: { readonly salt: string; readonly details: string } | null
  readonly previous: string
  /** SHA-256 over everything above but the opening. */
  readonly hash: string
}

const Entries = scopedModel<AuditEntry>('AuditEntry', 'auditEntry', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['forum'], required: true, immutable: true },
  sequence: { type: Number, required: true, immutable: true },
  at: { type: Date, required: true, immutable: true },
  event: { type: String, required: true, immutable: true },
  record: { type: String, required: true, immutable: true },
  commitment: { type: String, required: true, immutable: true },
  opening: { type: { _id: false, salt: String, details: String }, default: null },
  previous: { type: String, required: true, immutable: true },
  hash: { type: String, required: true, immutable: true },
})

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** What the first entry of every chain follows. */
export const genesis = sha256('subrosa audit chain')

/** The commitment to details under a salt. */
export const commitTo = (salt: string, details: string): string => sha256(`${salt}\n${details}`)

/** The hash of an entry, over every field but the opening, which may be erased. */
export const hashOf = (entry: Omit<AuditEntry, 'hash' | 'opening' | 'audience'>): string =>
  sha256(
    JSON.stringify([
      entry._id,
      entry.forum,
      entry.sequence,
      entry.at.toISOString(),
      entry.event,
      entry.record,
      entry.commitment,
      entry.previous,
    ]),
  )

/** The audit trail as one viewer may touch it. Appending is for the service `audit`, inside an act's transaction. */
export const auditFor = (viewer: Viewer) => ({
  /** Appends one entry. A concurrent append to the same forum makes one of the two transactions start again. */
  append: async (what: { forum: string; event: string; record: string; details: object; at: Date }): Promise<void> => {
    const last = await Entries.findOne({ forum: what.forum }, null, under(viewer, 'read'))
      .sort({ sequence: -1 })
      .lean<AuditEntry>()
    const salt = randomBytes(16).toString('hex')
    const details = JSON.stringify(what.details)
    const entry = {
      _id: newId(),
      forum: what.forum,
      audience: 'forum' as const,
      sequence: (last?.sequence ?? 0) + 1,
      at: what.at,
      event: what.event,
      record: what.record,
      commitment: commitTo(salt, details),
      previous: last?.hash ?? genesis,
    }
    await insert(Entries, viewer, [{ ...entry, opening: { salt, details }, hash: hashOf(entry) }])
  },
  /** A forum's chain from its beginning. */
  chain: async (forum: string): Promise<AuditEntry[]> =>
    Entries.find({ forum }, null, under(viewer, 'read')).sort({ sequence: 1 }).lean<AuditEntry[]>(),
  /** Whether this viewer may read a forum's chain at all. */
  mayRead: (forum: string): boolean => permits(viewer, 'read', 'auditEntry', { forum, audience: 'forum' }),
  /** The last entries of a forum, latest first; with `before`, those with a smaller number. */
  latest: async (forum: string, limit: number, before = Number.MAX_SAFE_INTEGER): Promise<AuditEntry[]> =>
    Entries.find({ forum, sequence: { $lt: before } }, null, under(viewer, 'read'))
      .sort({ sequence: -1 })
      .limit(limit)
      .lean<AuditEntry[]>(),
  /** The last entries of a forum of one sort about one record, latest first. */
  lately: async (what: Pick<AuditEntry, 'forum' | 'event' | 'record'>, limit: number): Promise<AuditEntry[]> =>
    Entries.find(what, null, under(viewer, 'read')).sort({ sequence: -1 }).limit(limit).lean<AuditEntry[]>(),
  /** The forums that have a chain. */
  forums: async (): Promise<string[]> => Entries.distinct('forum', {}, under(viewer, 'read')),
})
