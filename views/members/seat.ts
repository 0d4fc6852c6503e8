import type { z } from 'zod'
import type { Organisation } from '../../models/organisation.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { type Day, showDay } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import type { Role, Seat, Side } from '../../server/policy/terms.ts'
import { namedField, revisionOf, roleChoices, sideChoices } from '../choices.ts'
import type { Fact } from '../partials/models.ts'
import { roleWords, sideWords } from '../words.ts'
import { memberPageOf } from './invite.ts'

const crumbs = (own: Seat, seat: SeatRecord, title: string) => ({
  ...memberPageOf(own, title),
  breadcrumbs: [
    { text: 'Members', href: `/forums/${own.forum}/members` },
    { text: seat.name, href: `/forums/${own.forum}/members/${seat._id}` },
  ],
})

const fact = (key: string, value: string): Fact => ({ key, value, href: '', action: false })

/** A place and what its side's chair can do with it. */
export function seatPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  own: Seat,
  seat: SeatRecord,
  offered: {
    readonly organisations: readonly Organisation[]
    readonly roles: readonly Role[]
    readonly keyRoles: readonly Role[]
    /** Whether the place belongs to a side of the forum; observers and advisers sit with none. */
    readonly sided: boolean
    readonly sides: readonly Side[]
    /** The day on which an administrator ended its holder's sign-in. */
    readonly ended: Day | null
  },
  state: FormState,
) {
  const form = formOf(fields, { ...seat }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const base = `/forums/${own.forum}/members/${seat._id}`
  return {
    page: memberPageOf(own, seat.name),
    caption: own.forumName,
    facts: [
      fact('Side', offered.sided ? sideWords[seat.side] : 'None'),
      fact('Role', roleWords[seat.role]),
      fact('Represents', seat.organisationName),
      fact('Since', showDay(seat.from)),
      ...(seat.until === null ? [] : [fact('Until', showDay(seat.until))]),
    ],
    ended:
      offered.ended === null
        ? ''
        : `An administrator ended this person’s sign-in on ${showDay(offered.ended)}. They cannot come in, and their place goes on until you end it.`,
    action: base,
    revision: revisionOf(seat, state),
    form,
    roles: roleChoices(offered.roles, chosen['role'] ?? []),
    oneRole: offered.roles.length === 1,
    role: seat.role,
    organisations: namedField(offered.organisations, chosen['organisation'] ?? []),
    key: offered.sided && offered.keyRoles.includes(seat.role),
    keyAction: `${base}/key`,
    holdsKey: seat.holdsKey,
    seatRevision: String(seat.revision),
    sideHref: offered.sided && seat.role !== 'chair' && offered.sides.length > 1 ? `${base}/side` : '',
    endHref: `${base}/end`,
    chairHref: seat.role === 'chair' && seat._id === own.seat ? `/forums/${own.forum}/members/chair` : '',
  }
}

/** The form that ends a place. */
export function endSeatPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  own: Seat,
  seat: SeatRecord,
  state: FormState,
) {
  const form = formOf(fields, { when: '' }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    page: crumbs(own, seat, `End the place of ${seat.name}`),
    caption: own.forumName,
    action: `/forums/${own.forum}/members/${seat._id}/end`,
    revision: revisionOf(seat, state),
    chair: seat.role === 'chair',
    form,
    whens: optionsOf(
      {
        atOnce: { text: 'At once', hint: 'The next click finds nothing any more' },
        later: { text: 'After a last day', hint: 'Enter the day below' },
      },
      chosen['when'] ?? [],
    ),
  }
}

/** The form that moves a member to another side. */
export function changeSidePage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  own: Seat,
  seat: SeatRecord,
  offered: { readonly sides: readonly Side[]; readonly organisations: readonly Organisation[] },
  state: FormState,
) {
  const form = formOf(fields, {}, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    page: crumbs(own, seat, `Move ${seat.name} to another side`),
    caption: own.forumName,
    action: `/forums/${own.forum}/members/${seat._id}/side`,
    revision: revisionOf(seat, state),
    name: seat.name,
    side: sideWords[seat.side],
    form,
    sides: sideChoices(
      offered.sides.filter((side) => side !== seat.side),
      chosen['side'] ?? [],
    ),
    organisations: namedField(offered.organisations, chosen['organisation'] ?? []),
  }
}

/** The form that hands over the chair. */
export function handOverPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  own: Seat,
  mine: SeatRecord,
  followers: readonly SeatRecord[],
  state: FormState,
  today: Day,
) {
  const form = formOf(fields, { from: today, until: today }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    page: memberPageOf(own, 'Hand over the chair'),
    caption: own.forumName,
    action: `/forums/${own.forum}/members/chair`,
    revision: revisionOf(mine, state),
    form,
    followers: followers.map((seat) => ({
      value: seat._id,
      text: seat.name,
      hint: `${roleWords[seat.role]} for ${seat.organisationName}`,
      chosen: (chosen['successor'] ?? []).includes(seat._id),
    })),
    stays: optionsOf({ yes: 'I stay as a member' }, chosen['stays'] ?? []),
  }
}
