import { type Differing, type Person, peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { tasksFor } from '../../models/task.ts'
import { type Day, dayOf, instantOf } from '../dates.ts'
import { installation, unrecorded } from './act.ts'
import { membership } from './seating.ts'

const signIn = { kind: 'service', name: 'signIn' } as const
const reminders = { kind: 'service', name: 'reminders' } as const

/** The record under which the administrators' one task stands. */
const task = { forum: installation, record: 'people', kind: 'settleSignIn' } as const

/**
 * A sign-in says otherwise than the record: an entry for administrators, one for the same thing however often it is
 * said, and one task for all entries. There is no entry in the audit trail, and nothing is more exact than the day,
 * because either would say when somebody signed in; what an administrator decides is in the trail.
 * @param email what was asserted
 */
export async function noticeDiffering(
  { _id, differs }: Pick<Person, '_id' | 'differs'>,
  what: Differing['what'],
  email: string,
  now: Date,
): Promise<void> {
  if (differs?.what === what && differs.email === email) return
  const today = dayOf(now)
  await unrecorded(async () => {
    if (await peopleFor(signIn).notice(_id, { what, email, since: today })) await askAdministrators(today)
  })
}

/** The address on record is asserted: what was noticed before does not wait any more. */
export async function noticeSame({ _id, differs }: Pick<Person, '_id' | 'differs'>): Promise<void> {
  if (differs?.what !== 'address' || differs.settled) return
  await unrecorded(async () => {
    await peopleFor(signIn).forgetNotice(_id)
    await endTaskIfSettled()
  })
}

/** Ends the administrators' task when nothing waits for them any more. Within an act or other transaction. */
export async function endTaskIfSettled(): Promise<void> {
  if (!(await peopleFor(signIn).anyDiffering()))
    await tasksFor(reminders).end(installation, task.record, { kind: task.kind })
}

async function askAdministrators(today: Day): Promise<void> {
  const seats = await seatsFor(membership).inForum(installation, today)
  const administrators = new Set(seats.filter(({ office }) => office === 'administrator').map(({ person }) => person))
  await tasksFor(reminders).end(installation, task.record, { kind: task.kind })
  await tasksFor(reminders).add(
    [...administrators].map((person) => ({
      ...task,
      title: 'Settle what sign-ins say otherwise than the records of people',
      path: '/administration/people/differing',
      for: { person },
    })),
    instantOf(today, '00:00'),
  )
}
