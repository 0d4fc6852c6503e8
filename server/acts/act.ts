import mongoose from 'mongoose'
import { auditFor } from '../../models/auditEntry.ts'
import { type Telling, outboxFor } from '../../models/message.ts'
import { type NewTask, type Task, tasksFor } from '../../models/task.ts'
import { NotFound, Taken } from '../errors.ts'
import type { Person, Viewer } from '../policy/terms.ts'

const audit = auditFor({ kind: 'service', name: 'audit' })
const outbox = outboxFor({ kind: 'service', name: 'outbox' })
const tasks = tasksFor({ kind: 'service', name: 'reminders' })

/** The forum name under which acts of the installation stand in the audit trail. */
export const installation = 'installation'

/** What an act has in hand while its transaction is open. */
export type Doing = {
  readonly viewer: Viewer
  readonly now: Date
  /** Writes the act into its forum's audit trail. Every act does so at least once; details are ids, never text. */
  readonly record: (entry: { forum: string; event: string; record: string; details?: object }) => Promise<void>
  /** Queues e-mails; they leave after the transaction, and carry nothing confidential. */
  readonly tell: (telling: Telling) => Promise<void>
  /** Adds what now waits for somebody. */
  readonly ask: (...asked: readonly NewTask[]) => Promise<void>
  /**
   * What has to see everything that is there once the act has happened; runs after the transaction, which sees what was
   * there when it began.
   */
  readonly afterwards: (work: () => Promise<unknown>) => void
  /** Ends what no longer waits. */
  readonly done: (forum: string, record: string, only?: Partial<Pick<Task, 'kind' | 'side' | 'owner'>>) => Promise<void>
}

/**
 * Makes an act: the work, its audit entry, its tasks and its outgoing mail in one transaction, so that all of it
 * happens or none. The work may run more than once when transactions meet; it must touch nothing but the database.
 * Throws what the work throws; an act that recorded nothing in the audit trail is refused as a programming error.
 * @param again for an act whose form brings the new record's id: what its second press finds. It opens the record as the
 * viewer and answers like the first, or throws NotFound, as for a record that is not there. Without it every id that is
 * taken already is not found.
 */
export function act<Asked, Out>(
  work: (doing: Doing, asked: Asked) => Promise<Out>,
  again?: (viewer: Viewer, asked: Asked) => Promise<Out>,
): (viewer: Viewer, now: Date, asked: Asked) => Promise<Out> {
  return async (viewer, now, asked) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(work, viewer, now, asked)
      } catch (error) {
        if (error instanceof Taken && again !== undefined) return again(viewer, asked)
        // Two acts of one forum met at the end of its audit chain, and the database said so only at the insert.
        if (attempt < 10 && isChainCollision(error)) continue
        throw error
      }
    }
  }
}

/** For `again` above: the record that was opened, if it is where this form would have put it. */
export function mine(same: boolean): void {
  if (!same) throw new NotFound('record')
}

/**
 * All of the work or none of it, without an entry in the audit trail: for what the trail must not tell, because it
 * would say beyond the room who was in it, and when. Everything else that people do is an act.
 */
export const unrecorded = async (work: () => Promise<void>): Promise<void> => {
  await mongoose.connection.transaction(work)
}

async function once<Asked, Out>(
  work: (doing: Doing, asked: Asked) => Promise<Out>,
  viewer: Viewer,
  now: Date,
  asked: Asked,
): Promise<Out> {
  let later: (() => Promise<unknown>)[] = []
  const done = await mongoose.connection.transaction<Out>(async () => {
    let recorded = 0
    later = []
    const answer = await work(
      {
        viewer,
        now,
        record: async ({ forum, event, record, details }) => {
          recorded++
          await audit.append({ forum, event, record, details: { by: officer(viewer), ...details }, at: now })
        },
        tell: async (telling) => outbox.queue(telling, now),
        afterwards: (run) => void later.push(run),
        ask: async (...asked) => tasks.add(asked, now),
        done: async (forum, record, only) => tasks.end(forum, record, only),
      },
      asked,
    )
    if (recorded === 0) throw new Error('an act left no entry in the audit trail')
    return answer
  })
  for (const run of later) await run()
  return done
}

/** Acts are an officer's or a service's; contributions under the Rule are no acts and pass `by: null` as a detail. */
const officer = (viewer: Viewer): string =>
  viewer.kind === 'person' ? viewer.person : viewer.kind === 'service' ? viewer.name : viewer.kind

const isDuplicate = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === 11000

const isChainCollision = (error: unknown): boolean => isDuplicate(error) && error.message.includes('auditentries')

/** The person acting. Throws NotFound for a visitor, a voice or a service. */
export function personOf(viewer: Viewer): Person {
  if (viewer.kind !== 'person') throw new NotFound('person')
  return viewer
}
