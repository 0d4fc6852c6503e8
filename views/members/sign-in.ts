import type { z } from 'zod'
import type { SeatRecord } from '../../models/seat.ts'
import type { Required, SideSignIn } from '../../models/sideSignIn.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { type Person, type Seat, type Side, isCurrentSeat } from '../../server/policy/terms.ts'
import type { Cell } from '../partials/models.ts'
import { capital, listed, placeWords, sidePhrases } from '../words.ts'
import { memberPageOf } from './invite.ts'

type Organisation = { readonly _id: string; readonly name: string }

/** What a side requires of a sign-in, in sentences; none for nothing. */
export const requiredWords = (
  side: Side,
  { needsPasskey, onlyThrough }: Required,
  nameOf: (organisation: string) => string,
): string[] => [
  ...(needsPasskey
    ? [`${capital(sidePhrases[side])} requires a personal passkey for what is its own, and to approve for it.`]
    : []),
  ...(onlyThrough.length > 0
    ? [`Its places count only when their holders sign in through ${listed(onlyThrough.map(nameOf))}.`]
    : []),
]

/**
 * What the viewer's side requires, who has a passkey there, and for its chair the form that decides it. Another who
 * holds the side's key sees it too, to give the chair a code.
 */
export function sideSignInPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  { proof }: Person,
  own: Seat,
  about: {
    readonly seats: readonly SeatRecord[]
    readonly organisations: readonly Organisation[]
    readonly decided: SideSignIn | undefined
  },
  state: FormState,
) {
  const base = `/forums/${own.forum}/members`
  const { needsPasskey = false, onlyThrough = [], revision = 0 } = about.decided ?? {}
  const form = formOf(fields, { needsPasskey: needsPasskey ? 'yes' : '', onlyThrough, revision }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const proven = proof.passkey && own.vouched
  const chair = own.role === 'chair'
  const mine = about.seats.filter(({ side, role }) => side === own.side && isCurrentSeat(role))
  const nameOf = (slug: string): string => about.organisations.find(({ _id }) => _id === slug)?.name ?? slug
  const required = requiredWords(own.side, { needsPasskey, onlyThrough }, nameOf)
  return {
    page: memberPageOf(own, 'How your side signs in'),
    caption: own.forumName,
    required: (required.length > 0 ? required : ['Your side requires nothing of a sign-in yet.']).map((text) => ({
      text,
    })),
    decides: chair && proven,
    chair,
    proven,
    useHref: `/account/passkey?returnTo=${encodeURIComponent(`${base}/sign-in`)}`,
    action: `${base}/sign-in`,
    form,
    revision: String(revision),
    passkeys: optionsOf({ yes: 'Require a personal passkey' }, chosen['needsPasskey'] ?? []),
    organisations: optionsOf(
      Object.fromEntries(about.organisations.map(({ _id, name }) => [_id, name])),
      chosen['onlyThrough'] ?? [],
    ),
    columns: ['Name', 'Place', 'Passkey', 'Code'].map((text) => ({ text })),
    rows: mine.map((seat) => ({ cells: cells(seat, own, proven && (chair || seat.role === 'chair')) })),
  }
}

function cells(seat: SeatRecord, own: Seat, mayGive: boolean): Cell[] {
  const code = mayGive && seat._id !== own.seat ? `/forums/${own.forum}/members/${seat._id}/passkey-code` : ''
  return [
    { column: 'Name', text: seat.name, href: '', tag: '' },
    { column: 'Place', text: placeWords(seat.role, seat.side), href: '', tag: '' },
    { column: 'Passkey', text: (seat.passkeys ?? []).length > 0 ? 'Yes' : 'None yet', href: '', tag: '' },
    { column: 'Code', text: code === '' ? '–' : `Give ${seat.name} a code`, href: code, tag: '' },
  ]
}

/** To give somebody a code to add a passkey. */
export const giveCodePage = ({ proof }: Person, own: Seat, seat: SeatRecord) => ({
  page: codePage(own, `Give ${seat.name} a code`),
  caption: own.forumName,
  name: seat.name,
  proven: proof.passkey && own.vouched,
  useHref: `/account/passkey?returnTo=${encodeURIComponent(`/forums/${own.forum}/members/${seat._id}/passkey-code`)}`,
  action: `/forums/${own.forum}/members/${seat._id}/passkey-code`,
  instead: optionsOf({ yes: 'Their passkeys until now are lost, and count no more from this moment' }, []),
})

/** The code, shown this once. */
export const codeGivenPage = (own: Seat, seat: SeatRecord, code: string) => ({
  page: codePage(own, `The code for ${seat.name}`),
  caption: own.forumName,
  name: seat.name,
  code,
  back: `/forums/${own.forum}/members/sign-in`,
})

const codePage = (own: Seat, title: string) => ({
  ...memberPageOf(own, title),
  breadcrumbs: [
    { text: 'Members', href: `/forums/${own.forum}/members` },
    { text: 'How your side signs in', href: `/forums/${own.forum}/members/sign-in` },
  ],
})
