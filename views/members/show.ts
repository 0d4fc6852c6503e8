import { type SideComposition, compositionOf, sidesOf } from '../../models/composition.ts'
import type { Forum } from '../../models/forum.ts'
import type { Invitation } from '../../models/invitation.ts'
import { pageOfList } from '../../models/paged.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { type Day, showDay } from '../../server/dates.ts'
import { nothingRequired } from '../../models/sideSignIn.ts'
import { type Seat, type Side, givesKey, isCurrentSeat, officers } from '../../server/policy/terms.ts'
import { withdrawnWords } from '../forums/home.ts'
import { pagesOf } from '../pages.ts'
import type { InvitingFor } from './invite.ts'
import { requiredWords } from './sign-in.ts'
import type { Cell } from '../partials/models.ts'
import { capital, counted, roleWords, sidePhrases, sideWords } from '../words.ts'

const order = ['chair', 'viceChair', 'secretary', 'member', 'observer', 'adviser', 'deputy', 'guest'] as const

/** The member who looks at it, and whether this session proves what their side requires. */
type MemberHere = InvitingFor & { readonly proven: boolean }

/**
 * The membership of a forum as one of its members sees it.
 * @param seats those held today and those to come; never the deputies and guests of a meeting
 * @param prepared the invitations that wait for the viewer's own chair; for officers, and who acts for a vacant chair
 * @param number which page of them, for a forum of very many
 */
export function membersPage(
  { seat, atOnce, proven }: MemberHere,
  forum: Forum,
  seats: readonly SeatRecord[],
  prepared: readonly Invitation[],
  today: Day,
  number: number,
) {
  const current = seats.filter(({ from }) => from <= today)
  const sides = sidesOf(forum.settings)
  const others = [...new Set(seats.map(({ side }) => side))].filter((side) => !sides.includes(side))
  const composition = compositionOf(forum.settings, current)
  const hasSides = forum.settings.sides.length > 0
  const base = `/forums/${forum._id}/members`
  const ordered = [...sides, ...others].flatMap((side) =>
    seats
      .filter((one) => one.side === side)
      .toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role) || a.name.localeCompare(b.name)),
  )
  const shown = pageOfList(ordered, 30, number)
  const isShown = (side: Side): boolean =>
    shown.records.some((one) => one.side === side) || (shown.number === 1 && !seats.some((one) => one.side === side))
  return {
    page: { title: 'Members', forum: { id: forum._id, name: forum.name }, section: 'members' as const },
    caption: forum.name,
    withdrawn: withdrawnWords(forum),
    pages: pagesOf(shown, base),
    sides: [...sides, ...others].filter(isShown).map((side) => ({
      heading: hasSides ? (sides.includes(side) ? sideWords[side] : 'Observers and advisers') : 'Members',
      standing: standing(
        composition.find((one) => one.side === side),
        hasSides,
      ),
      missing: missing(
        composition.find((one) => one.side === side),
        hasSides,
      ),
      required: required(side, seats).map((text) => ({ text })),
      columns: ['Name', 'Role', 'Represents', 'Since'].map((text) => ({ text })),
      rows: shown.records
        .filter((one) => one.side === side)
        .map((one) => ({ cells: line(one, today, proven && mayChange(seat, one, sides) ? `${base}/${one._id}` : '') })),
    })),
    prepared: prepared.length === 0 ? '' : counted(prepared.length, 'prepared invitation'),
    preparedHref: `${base}/invitations`,
    links: links({ seat, atOnce, proven }, forum, base),
    rights: rights(hasSides),
  }
}

/** What the side requires of a sign-in, as its seats carry it. */
function required(side: Side, seats: readonly SeatRecord[]): string[] {
  const own = seats.filter((one) => one.side === side && isCurrentSeat(one.role))
  const names = new Map(seats.map(({ organisation, organisationName }) => [organisation, organisationName]))
  const nameOf = (slug: string): string => names.get(slug) ?? 'an organisation that has no place now'
  return own[0] === undefined ? [] : requiredWords(side, { ...nothingRequired, ...own[0] }, nameOf)
}

/** Whether this seat's holder may change that seat: the chair of its side, or any chair where it belongs to no side. */
const mayChange = (own: Seat, { side }: SeatRecord, sides: readonly Side[]): boolean =>
  own.role === 'chair' && (side === own.side || !sides.includes(side))

function line(seat: SeatRecord, today: Day, href: string): Cell[] {
  const key = seat.holdsKey ? ', holds the key when the chair cannot' : ''
  const until = seat.until === null ? '' : `, until ${showDay(seat.until)}`
  const since = seat.from > today ? `From ${showDay(seat.from)}` : showDay(seat.from)
  return [
    { column: 'Name', text: seat.name, href, tag: '' },
    { column: 'Role', text: `${roleWords[seat.role]}${key}`, href: '', tag: '' },
    { column: 'Represents', text: seat.organisationName, href: '', tag: '' },
    { column: 'Since', text: `${since}${until}`, href: '', tag: '' },
  ]
}

/** How many places of a side are filled; '' where the terms give no number. */
function standing(side: SideComposition | undefined, hasSides: boolean): string {
  if (side === undefined || !hasSides || side.required === 0) return ''
  const vacant = side.vacant === 0 ? '' : `, ${side.vacant} vacant`
  return `${side.filled} of ${counted(side.required, 'place')} filled${vacant}.`
}

/** What is missing at the head of a side, and what that stops. */
function missing(side: SideComposition | undefined, hasSides: boolean): string {
  if (side === undefined || side.chairsMissing === 0) return ''
  if (!hasSides)
    return `${counted(side.chairsMissing, 'chair')} missing: joint decisions wait. An administrator can fill the chair.`
  const fill = 'An administrator can fill the chair.'
  if (side.keyVacant) return `The chair is vacant and nobody holds the key, so joint decisions wait. ${fill}`
  if (side.holdsKey) return `The chair is vacant. Whom the side named holds the key and invites members. ${fill}`
  return `The chair is vacant. Nobody can be invited to this side or leave it until it is filled. ${fill}`
}

/** What the viewer can do from here. */
function links({ seat, atOnce, proven }: MemberHere, { withdrawn, settings }: Forum, base: string) {
  const { role, side } = seat
  const officer = officers.includes(role)
  const chair = role === 'chair' && proven
  const verb = atOnce ? 'Invite' : 'Prepare an invitation for'
  const all: readonly (readonly [boolean, string, string])[] = [
    [(officer && proven) || atOnce, `${verb} somebody`, `${base}/invite`],
    [
      (officer && proven) || atOnce,
      atOnce ? 'Invite several from a list' : 'Prepare invitations from a list',
      `${base}/invite-several`,
    ],
    [role !== 'observer', 'Name a deputy for a meeting', `${base}/deputy`],
    [officer, 'Guests of a meeting', `${base}/guests`],
    [officer, 'Not signed in yet', `${base}/not-signed-in`],
    [chair, 'Hand over the chair', `${base}/chair`],
    [
      chair && settings.sides.length > 0,
      withdrawn.includes(side) ? 'Return to the forum' : 'Withdraw from the forum',
      `${base}/withdraw`,
    ],
    [givesKey(seat) && settings.sides.length > 0, 'How your side signs in', `${base}/sign-in`],
    [true, 'Who was a member when', `${base}/history`],
  ]
  return all.filter(([may]) => may).map(([, text, href]) => ({ text, href }))
}

/** Who may do what about membership, in words. */
const rights = (hasSides: boolean) =>
  (hasSides
    ? [
        'The chair of a side alone invites members to it, changes their roles and ends their places. Secretaries of the side prepare invitations, which its chair confirms.',
        'The chair names one vice-chair or member of the side to hold its key when the chair cannot. While the chair is vacant, that person also invites members and confirms invitations.',
        'Observers and advisers belong to no side; any chair invites them.',
        'A member names a deputy for one meeting. The deputy counts at that meeting, for that side only.',
        'Chairs, vice-chairs and secretaries invite guests to one meeting.',
        'Nobody of another side, and no administrator, appoints or removes anybody of a side. An administrator fills a vacant chair, never with themselves, and every member is told.',
      ]
    : [
        'A chair invites members, changes their roles and ends their places. Secretaries prepare invitations, which a chair confirms.',
        'A member names a deputy for one meeting. Chairs, vice-chairs and secretaries invite guests to one meeting.',
        'An administrator fills a vacant chair, never with themselves, and every member is told.',
      ]
  ).map((text) => ({ text }))

/** The side in a sentence, with a capital: "The staff side". */
export const sideName = (side: Side): string => capital(sidePhrases[side])
