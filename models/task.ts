import { newId } from '../server/ids.ts'
import { type Person, type Side, type Viewer, officers, sides } from '../server/policy/terms.ts'
import { insert, scopedModel, under } from './scoped.ts'

/** Something that waits for somebody. Made and ended by the acts, in their transactions. */
export type Task = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'own' | 'forum' | 'side' | 'chairs'
  /** For one person. */
  readonly owner: string | null
  /** For whoever holds this side's key. */
  readonly side: Side | null
  /** "Approve the minutes of 4 March". Neutral: it may stand in a list that others glimpse. */
  readonly title: string
  readonly path: string
  /** The record it is about; ending goes by it. */
  readonly record: string
  readonly kind: TaskKind
  readonly since: Date
  /** Day it is due, YYYY-MM-DD, or null. */
  readonly dueOn: string | null
}

export const taskKinds = [
  'giveKey',
  'sentBack',
  'acknowledgeTerms',
  'commentOnTerms',
  'answerInvitation',
  'doAction',
  'draftMinutes',
  'circulateMinutes',
  'prepareAgenda',
  'confirmAttendance',
  'confirmMinutes',
  'giveConsent',
] as const
export type TaskKind = (typeof taskKinds)[number]

const Tasks = scopedModel<Task>('Task', 'task', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['own', 'forum', 'side', 'chairs'], required: true, immutable: true },
  owner: { type: String, default: null, immutable: true },
  side: { type: String, enum: [...sides, null], default: null, immutable: true },
  title: { type: String, required: true },
  path: { type: String, required: true },
  record: { type: String, required: true, immutable: true },
  kind: { type: String, enum: taskKinds, required: true, immutable: true },
  since: { type: Date, required: true },
  dueOn: { type: String, default: null },
})

/** Whom a task waits for: one person, whoever holds a side's key, or the forum's officers. */
export type TaskFor = { readonly person: string } | { readonly keyOf: Side } | 'officers'

export type NewTask = Pick<Task, 'forum' | 'title' | 'path' | 'record' | 'kind'> & {
  readonly for: TaskFor
  readonly dueOn?: string
}

/** Tasks of one viewer. Acts add and end them as the service `reminders`. */
export const tasksFor = (viewer: Viewer) => ({
  /** What waits for this person, oldest first; in one forum if asked. */
  waiting: async (person: Person, limit: number, forum?: string): Promise<Task[]> => {
    const mine: Partial<Task>[] = person.seats.flatMap((seat) => [
      ...(seat.role === 'chair' || seat.holdsKey
        ? [{ forum: seat.forum, audience: 'side' as const, side: seat.side }]
        : []),
      ...(officers.includes(seat.role) ? [{ forum: seat.forum, audience: 'chairs' as const }] : []),
    ])
    return Tasks.find(
      { ...(forum === undefined ? {} : { forum }), $or: [{ owner: person.person }, ...mine] },
      null,
      under(viewer, 'read'),
    )
      .sort({ since: 1 })
      .limit(limit)
      .lean<Task[]>()
  },
  add: async (tasks: readonly NewTask[], now: Date): Promise<void> => {
    const records = tasks.map(({ for: whom, dueOn, ...task }) => ({
      ...task,
      _id: newId(),
      since: now,
      dueOn: dueOn ?? null,
      owner: whom !== 'officers' && 'person' in whom ? whom.person : null,
      side: whom !== 'officers' && 'keyOf' in whom ? whom.keyOf : null,
      audience: whom === 'officers' ? 'chairs' : 'person' in whom ? 'own' : 'side',
    }))
    if (records.length > 0) await insert(Tasks, viewer, records)
  },
  /** Ends the tasks about a record: all of them, or those of one kind, side or person. */
  end: async (
    forum: string,
    record: string,
    only: Partial<Pick<Task, 'kind' | 'side' | 'owner'>> = {},
  ): Promise<void> => {
    await Tasks.deleteMany({ forum, record, ...only }, under(viewer, 'remove'))
  },
})
