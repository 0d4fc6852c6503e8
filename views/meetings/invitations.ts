import type { Meeting } from '../../models/meeting.ts'
import type { Organisation } from '../../models/organisation.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { listed, sectorWords } from '../words.ts'
import { pageOf } from './about.ts'

type Fields = Parameters<typeof formOf>[0]
/** A row as it was typed. */
type Typed = Readonly<Record<'id' | 'organisation' | 'invite' | 'name' | 'email', string>>

/**
 * The organisations that work in the area of a local meeting on its day, with a place each for the person to invite.
 * @param seats those admitted to the meeting, guests among them
 */
export function invitationsPage(
  fields: Fields,
  meeting: Meeting,
  organisations: readonly Organisation[],
  seats: readonly SeatRecord[],
  state: FormState,
) {
  const { errors } = formOf(fields, {}, state)
  const wrong: Readonly<Record<string, string | false>> = errors
  const typed = rowsTyped(state)
  return {
    ...pageOf(meeting, `Invite organisations of ${meeting.areaName}`),
    action: `/meetings/${meeting._id}/invitations`,
    others: `/forums/${meeting.forum}/members/guests`,
    rows: organisations.map((organisation, at) => {
      const before = typed.find((row) => row.organisation === organisation._id)
      const error = (field: string): string | false => wrong[`guests-${at}-${field}`] ?? false
      return {
        at: String(at),
        id: before?.id ?? newId(),
        organisation: organisation._id,
        name: organisation.name,
        about: [sectorWords[organisation.sector], organisation.type].filter((text) => text !== '').join(', '),
        invited: listed(invitedFrom(organisation, seats)),
        chosen: before?.invite !== undefined && before.invite !== '',
        person: before?.name ?? '',
        email: before?.email ?? '',
        fields: { name: `guests[${at}][name]`, email: `guests[${at}][email]` },
        ids: { name: `guests-${at}-name`, email: `guests-${at}-email` },
        errors: { name: error('name'), email: error('email') },
      }
    }),
  }
}

/** Who comes from an organisation already: members of the forum, and guests. */
const invitedFrom = ({ _id }: Organisation, seats: readonly SeatRecord[]): string[] =>
  seats.filter(({ organisation }) => organisation === _id).map(({ name }) => name)

function rowsTyped({ typed }: FormState): Typed[] {
  const rows: unknown = typed === undefined ? [] : Reflect.get(typed, 'guests')
  if (typeof rows !== 'object' || rows === null) return []
  return Object.values(rows).flatMap((row: unknown) => (typeof row === 'object' && row !== null ? [textsOf(row)] : []))
}

function textsOf(row: object): Typed {
  const text = (name: string): string => {
    const value: unknown = Reflect.get(row, name)
    return typeof value === 'string' ? value : ''
  }
  return {
    id: text('id'),
    organisation: text('organisation'),
    invite: text('invite'),
    name: text('name'),
    email: text('email'),
  }
}
