import { auditFor } from '../models/auditEntry.ts'
import type { Forum } from '../models/forum.ts'
import { type NewMeeting, meetingsFor } from '../models/meeting.ts'
import { type MailKind, outboxFor } from '../models/message.ts'
import { peopleFor } from '../models/person.ts'
import { type SeatRecord, seatsFor } from '../models/seat.ts'
import { addDays, dayOf } from '../server/dates.ts'
import { newId } from '../server/ids.ts'
import type { Person } from '../server/policy/terms.ts'
import { aPerson, browserOf } from './world.ts'

/** What the stories of forum and membership share. */

const operator = { kind: 'service', name: 'operator' } as const
export const today = dayOf(new Date())
export const inDays = (days: number): string => addDays(today, days)

/** A date as a form sends it. */
export const dateFields = (name: string, day: string): Record<string, string> => {
  const [year, month, date] = day.split('-')
  return { [`${name}[day]`]: date!, [`${name}[month]`]: month!, [`${name}[year]`]: year! }
}

/** A forum's two chairs, its staff secretary and a member of each side, with a browser each. */
export async function castOf(forum: Forum) {
  const employerChair = await aPerson(forum, 'chair', 'employer', { name: 'Edith Employer' })
  const staffChair = await aPerson(forum, 'chair', 'staff', { name: 'Stella Staff' })
  const secretary = await aPerson(forum, 'secretary', 'staff', { name: 'Sam Secretary' })
  const member = await aPerson(forum, 'member', 'staff', { name: 'Mona Member' })
  const colleague = await aPerson(forum, 'member', 'employer', { name: 'Colin Colleague' })
  return { employerChair, staffChair, secretary, member, colleague }
}

export type Browser = Awaited<ReturnType<typeof browserOf>>

/** A called meeting in so many days. */
export async function aMeeting(forum: Forum, officer: Person, days = 7, given: Partial<NewMeeting> = {}) {
  const _id = newId()
  await meetingsFor(officer).create({
    _id,
    forum: forum._id,
    forumName: forum.name,
    kind: 'core',
    state: 'called',
    meetingDate: inDays(days),
    from: '10:00',
    until: '12:30',
    place: 'Room 4, Preston',
    joiningLink: 'https://join.example/room-4',
    ruleStatus: 'chathamHouse',
    ...given,
  })
  return meetingsFor(officer).open(_id)
}

/** The seat of a person in a forum on a day, or undefined. */
export const seatOf = async (
  person: Pick<Person, 'person'>,
  forum: Forum,
  day = today,
): Promise<SeatRecord | undefined> =>
  (await seatsFor(operator).ofPeople(forum._id, [person.person], day)).find(({ from }) => from <= day)

/** The seats of whoever has this e-mail address, in a forum. */
export async function seatsOfAddress(email: string, forum: Forum): Promise<SeatRecord[]> {
  const person = await peopleFor(operator).byEmail(email)
  return person === null
    ? []
    : (await seatsFor(operator).history(forum._id)).filter((seat) => seat.person === person._id)
}

/** Who was sent an e-mail of this kind about the forum. */
export const toldOf = async (forum: Forum, kind: MailKind): Promise<string[]> =>
  (await outboxFor({ kind: 'service', name: 'outbox' }).ofForum(forum._id))
    .filter((message) => message.kind === kind)
    .map(({ to }) => to)

/** What the audit trail of a forum, or of the installation, says about a record. */
export const eventsOf = async (forum: string, record?: string): Promise<string[]> =>
  (await auditFor({ kind: 'service', name: 'audit' }).chain(forum))
    .filter((entry) => record === undefined || entry.record === record)
    .map(({ event }) => event)

/** The words of a page, without its tags. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;/g, '’')
    .replace(/\s+/g, ' ')

/** A field's value as a page has it. */
export const valueOf = (html: string, name: string): string | undefined =>
  new RegExp(`name="${name.replace(/[[\]]/g, '\\$&')}"[^>]*? value="([^"]*)"`).exec(html)?.[1]
