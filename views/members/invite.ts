import type { z } from 'zod'
import type { Organisation } from '../../models/organisation.ts'
import type { Day } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import type { Role, Seat } from '../../server/policy/terms.ts'
import { namedField, roleChoices } from '../choices.ts'
import { roleWords, sidePhrases } from '../words.ts'

/** Roles to which people are invited. A chair is handed over or filled, deputies and guests are named for a meeting. */
export const invitedRoles: readonly Role[] = ['member', 'viceChair', 'secretary', 'observer', 'adviser']

/** What the frame needs on a page about a forum's members. */
export const memberPageOf = (seat: Seat, title: string) => ({
  title,
  forum: { id: seat.forum, name: seat.forumName },
  section: 'members' as const,
  breadcrumbs: [{ text: 'Members', href: `/forums/${seat.forum}/members` }],
})

/** Whom the viewer invites for: at once as the chair, or who acts for the side while its chair is vacant. */
export type InvitingFor = { readonly seat: Seat; readonly atOnce: boolean }

/** The form for one person to be invited, or prepared for the chair's confirmation. */
export function invitePage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  { seat, atOnce }: InvitingFor,
  organisations: readonly Organisation[],
  state: FormState,
  today: Day,
) {
  const form = formOf(fields, { id: newId(), role: 'member', from: today }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    page: memberPageOf(seat, atOnce ? 'Invite somebody' : 'Prepare an invitation'),
    caption: seat.forumName,
    action: `/forums/${seat.forum}/members/invite`,
    several: `/forums/${seat.forum}/members/invite-several`,
    side: sidePhrases[seat.side],
    chair: atOnce,
    form,
    roles: roleChoices(invitedRoles, chosen['role'] ?? []),
    organisations: namedField(organisations, chosen['organisation'] ?? []),
    signIns: namedField(organisations, chosen['signsInThrough'] ?? []),
    button: atOnce ? 'Send the invitation' : 'Prepare for the chair',
  }
}

/** A line of the list that can be done, for the preview. */
export type ReadyLine = {
  readonly number: number
  readonly name: string
  readonly email: string
  readonly organisationName: string
  readonly role: Role
  readonly jobTitle: string
}

/** What is wrong with a line of the list. */
export type WrongLine = { readonly number: number; readonly text: string; readonly line: string }

/** The form for a list of people; after a look at it, with what is wrong by line or what would be done. */
export function inviteSeveralPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  { seat, atOnce }: InvitingFor,
  state: FormState,
  today: Day,
  looked: { readonly wrong: readonly WrongLine[]; readonly ready: readonly ReadyLine[] } | undefined,
) {
  const ready = looked !== undefined && looked.wrong.length === 0 ? looked.ready : []
  const form = formOf(fields, { id: newId(), from: today }, state)
  return {
    page: memberPageOf(seat, atOnce ? 'Invite several people' : 'Prepare several invitations'),
    caption: seat.forumName,
    action: `/forums/${seat.forum}/members/invite-several`,
    side: sidePhrases[seat.side],
    chair: atOnce,
    form,
    wrong: (looked?.wrong ?? []).map(({ number, text, line }) => ({
      id: `list-line-${number}`,
      text: `Line ${number}: ${text}`,
      line,
    })),
    columns: ['Name', 'E-mail', 'Represents', 'Role', 'Job title'].map((text) => ({ text })),
    ready: ready.map((one) => ({
      cells: [
        { column: 'Name', text: one.name, href: '', tag: '' },
        { column: 'E-mail', text: one.email, href: '', tag: '' },
        { column: 'Represents', text: one.organisationName, href: '', tag: '' },
        { column: 'Role', text: roleWords[one.role], href: '', tag: '' },
        { column: 'Job title', text: one.jobTitle, href: '', tag: '' },
      ],
    })),
    confirm: atOnce
      ? `Send ${ready.length === 1 ? 'the invitation' : `${ready.length} invitations`}`
      : 'Prepare for the chair',
  }
}
