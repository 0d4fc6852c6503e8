import { z } from 'zod'
import { type Settings, defaultSettings } from '../models/settings.ts'
import { choice, choices, emailAddress, line, optionalLine, optionalLines, tick, whole } from '../server/fields.ts'
import { slug, slugOf } from '../server/ids.ts'
import { type Side, ruleStatuses, sides } from '../server/policy/terms.ts'

/** The fields of forms about a forum as a whole. */

const details = {
  name: line('Enter the forum’s name', 120),
  purpose: optionalLines(2000),
  telephone: line('Enter the secretariat’s telephone number', 40).refine(
    (text) => /^\+?[\d\s()-]{6,}$/.test(text),
    'Enter a telephone number, such as 01632 960 001',
  ),
  email: emailAddress('Enter the secretariat’s e-mail address'),
  areas: z
    .preprocess((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]), z.array(slug.catch('')))
    .transform((given) => given.filter((area) => area !== '')),
}

const revision = whole('Reload the page', 0, 999_999_999)

/** What an administrator changes of a forum. */
export const Details = z.object({ revision, ...details, recordsOf: optionalLine(200) })

/** Where an administrator puts a forum. */
export const Parent = z.object({ revision, parent: optionalLine(200) })

/** What an officer changes of a forum. */
export const Secretariat = z.object({
  revision,
  telephone: details.telephone,
  email: details.email,
  purpose: details.purpose,
})

/** A short name that may be left empty, to be taken from the name. */
export const shortName = z
  .string()
  .default('')
  .transform((text) => text.trim().toLowerCase())
  .refine((text) => text === '' || slug.safeParse(text).success, 'Use small letters, digits and hyphens')

/** Whether a record has a short name, given or made from its name; "new" is the address of the form itself. */
export function hasShortName({ name, shortName: short }: { name: string; shortName: string }): boolean {
  const chosen = short === '' ? slugOf(name) : short
  return chosen !== 'new' && slug.safeParse(chosen).success
}

const seats = (side: string) => whole(`Enter how many places ${side} has`, 0, 100).default(0)
const days = (missing: string) => whole(missing, 0, 120)

/** What an administrator gives for a new forum. */
export const NewForum = z
  .object({
    ...details,
    shortName,
    parent: optionalLine(200),
    sides: choices(sides, 'Select sides from the list'),
    keys: choices(sides, 'Select sides from the list'),
    employerSeats: seats('the employer side'),
    staffSeats: seats('the staff side'),
    systemPartnerSeats: seats('the side of the system partners'),
    independentSeats: seats('the independent side'),
    chairsNeeded: whole('Enter how many chairs must agree', 2, 10).default(2),
    ruleStatus: choice(ruleStatuses, 'Select how meetings are held'),
    alternation: tick,
    coreNoticeDays: days('Enter the working days of notice before a core meeting'),
    localNoticeDays: days('Enter the working days of notice before a local meeting'),
    paperNoticeDays: days('Enter the working days before a meeting by which papers are sent'),
  })
  .superRefine((forum, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    const keys = forum.keys.filter((side) => forum.sides.includes(side))
    if (!hasShortName(forum)) wrong('shortName', 'Enter a short name, such as north-west')
    if (forum.sides.length === 1) wrong('sides', 'Select at least two sides, or none')
    else if (forum.keys.length > keys.length && forum.sides.length > 0)
      wrong('keys', 'Only a side of the forum can hold a key')
    else if (forum.sides.length > 0 && keys.length < 2) wrong('keys', 'Select at least two sides that hold a key')
    for (const side of forum.sides)
      if (forum[`${side}Seats`] === 0 && keys.includes(side)) wrong(`${side}Seats`, 'Enter at least 1 place')
  })

/** The first settings of a forum: those given, and the usual ones for the rest. A side's quorum is a third, at least 3. */
export function firstSettings(forum: z.output<typeof NewForum>): Settings {
  const { ruleStatus, alternation, chairsNeeded, coreNoticeDays, localNoticeDays, paperNoticeDays } = forum
  const side = (one: Side) => ({
    side: one,
    holdsKey: forum.keys.includes(one),
    seats: forum[`${one}Seats`],
    quorumShare: 1 / 3,
    quorumMinimum: Math.min(3, forum[`${one}Seats`]),
  })
  const given = { ruleStatus, alternation, chairsNeeded, coreNoticeDays, localNoticeDays, paperNoticeDays }
  return { ...defaultSettings, ...given, sides: sides.filter((one) => forum.sides.includes(one)).map(side) }
}
