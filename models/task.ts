import { dayOf } from '../server/dates.ts'
import { newId } from '../server/ids.ts'
import {
  type Person,
  type Seat,
  type Side,
  type Viewer,
  givesKey,
  isCurrentSeat,
  isOfficer,
  sides,
} from '../server/policy/terms.ts'
import { insert, scopedModel, under } from './scoped.ts'

/** Something that waits for somebody. Made and ended by the acts, in their transactions. */
export type Task = {
  readonly _id: string
  readonly forum: string
  readonly audience: 'own' | 'forum' | 'side' | 'chairs'
  /** For one person. */
  readonly owner: string | null
  /** For whoever holds this side's key, or for its chair alone. */
  readonly side: Side | null
  readonly chairAlone: boolean
  /** For every key holder of a forum without sides: those who have done their share. Approvers name themselves. */
  readonly settledBy: readonly string[]
  /** "Approve the minutes of 4 March". Neutral: it may stand in a list that others glimpse. */
  readonly title: string
  readonly path: string
  /** The record it is about; ending goes by it. */
  readonly record: string
  readonly kind: TaskKind
  readonly since: Date
  /** Day it is due, YYYY-MM-DD, or null. */
  readonly dueOn: string | null
  /** The instant on that day, where it is due by the hour; else null. */
  readonly dueAt: Date | null
}

export const taskKinds = [
  'giveKey',
  'sentBack',
  'acknowledgeTerms',
  'commentOnTerms',
  'reviewTerms',
  'answerInvitation',
  'doAction',
  'draftMinutes',
  'circulateMinutes',
  'prepareAgenda',
  'confirmAttendance',
  'confirmMinutes',
  'giveConsent',
  'renewCertificate',
  'draftKeyCommunication',
  'settleSignIn',
] as const
export type TaskKind = (typeof taskKinds)[number]

const Tasks = scopedModel<Task>('Task', 'task', {
  forum: { type: String, required: true, immutable: true },
  audience: { type: String, enum: ['own', 'forum', 'side', 'chairs'], required: true, immutable: true },
  owner: { type: String, default: null, immutable: true },
  side: { type: String, enum: [...sides, null], default: null, immutable: true },
  chairAlone: { type: Boolean, default: false, immutable: true },
  settledBy: [String],
  title: { type: String, required: true },
  path: { type: String, required: true },
  record: { type: String, required: true, immutable: true },
  kind: { type: String, enum: taskKinds, required: true, immutable: true },
  since: { type: Date, required: true },
  dueOn: { type: String, default: null },
  dueAt: { type: Date, default: null },
})

/**
 * Whom a task waits for: one person; or an office, whoever holds it today: a side's key, a side's chair alone, every
 * key holder of a forum without sides, the forum's officers.
 */
export type TaskFor =
  { readonly person: string } | { readonly keyOf: Side } | { readonly chairOf: Side } | 'keyHolders' | 'officers'

/** Whom it is for, as it is stored. */
function addressee(whom: TaskFor): Pick<Task, 'audience' | 'owner' | 'side' | 'chairAlone'> {
  const nobody = { owner: null, side: null, chairAlone: false }
  if (whom === 'officers') return { ...nobody, audience: 'chairs' }
  if (whom === 'keyHolders') return { ...nobody, audience: 'forum' }
  if ('person' in whom) return { ...nobody, audience: 'own', owner: whom.person }
  if ('keyOf' in whom) return { ...nobody, audience: 'side', side: whom.keyOf }
  return { ...nobody, audience: 'side', side: whom.chairOf, chairAlone: true }
}

/**
 * What waits for somebody by one of their places: what is for its office, and what is for themselves. Somebody there for
 * one meeting is asked only what everybody at a meeting is, whatever an ended place of theirs had to do.
 */
const ofParticipants: readonly TaskKind[] = ['answerInvitation', 'giveConsent']
const waitingFor = ({ person }: Person, seat: Seat): Partial<Record<keyof Task, unknown>>[] => {
  const { forum, side, role } = seat
  if (!isCurrentSeat(role)) return [{ forum, owner: person, kind: { $in: ofParticipants } }]
  return [
    { forum, owner: person },
    ...(givesKey(seat) ? [{ forum, audience: 'side', side, ...(role === 'chair' ? {} : { chairAlone: false }) }] : []),
    ...(givesKey(seat) ? [{ forum, audience: 'forum', settledBy: { $ne: person } }] : []),
    ...(isOfficer(role) ? [{ forum, audience: 'chairs' }] : []),
  ]
}

export type NewTask = Pick<Task, 'forum' | 'title' | 'path' | 'record' | 'kind'> & {
  readonly for: TaskFor
  readonly dueOn?: string
  /** Instead of a day. */
  readonly dueAt?: Date
}

/** Tasks of one viewer. Acts add and end them as the service `reminders`. */
export const tasksFor = (viewer: Viewer) => ({
  /** What waits for this person, oldest first; in one forum if asked. */
  waiting: async (person: Person, limit: number, forum?: string): Promise<Task[]> => {
    const ofOffice = !person.offices.includes('administrator') ? [] : [{ forum: 'installation', owner: person.person }]
    const mine = [...ofOffice, ...person.seats.flatMap((seat) => waitingFor(person, seat))]
    if (mine.length === 0) return []
    return Tasks.find({ ...(forum === undefined ? {} : { forum }), $or: mine } as object, null, under(viewer, 'read'))
      .sort({ since: 1 })
      .limit(limit)
      .lean<Task[]>()
  },
  add: async (tasks: readonly NewTask[], now: Date): Promise<void> => {
    const records = tasks.map(({ for: whom, dueOn, dueAt, ...task }) => ({
      ...task,
      _id: newId(),
      since: now,
      dueOn: dueAt === undefined ? (dueOn ?? null) : dayOf(dueAt),
      dueAt: dueAt ?? null,
      settledBy: [],
      ...addressee(whom),
    }))
    if (records.length > 0) await insert(Tasks, viewer, records)
  },
  /**
   * Ends the tasks about a record: all of them, or those of one kind, side or person. What waits for every key holder
   * goes on waiting for the others when it is one person's that ends.
   */
  end: async (
    forum: string,
    record: string,
    only: Partial<Pick<Task, 'kind' | 'side' | 'owner'>> = {},
  ): Promise<void> => {
    await Tasks.deleteMany({ forum, record, ...only }, under(viewer, 'remove'))
    if (typeof only.owner !== 'string') return
    const { owner, ...about } = only
    const shared = { forum, record, ...about, audience: 'forum' } as const
    await Tasks.updateMany(shared, { $addToSet: { settledBy: owner } }, under(viewer, 'edit'))
  },
})
