import type { Forum } from '../../models/forum.ts'
import { type Minutes, minutesFor } from '../../models/minutes.ts'
import { type Part, partsFor } from '../../models/part.ts'
import type { SeatRecord } from '../../models/seat.ts'
import { addWorkingDays, dayOf, showDay } from '../dates.ts'
import { newId } from '../ids.ts'
import { type Viewer, officers } from '../policy/terms.ts'
import { versionHash } from '../policy/versionHash.ts'
import { attributionContextOf } from '../rule/attributionContext.ts'
import { type FieldCheck, fieldCheck, findingsIn, standing } from '../rule/partCheck.ts'
import type { Doing } from './act.ts'
import { askKeyHolders } from './keyHolders.ts'

/**
 * What the acts on minutes share. The service `releases` reads all parts, whatever the officer stepped out of, and lets
 * parts follow; it is used only after the officer's right to the minutes was checked, and inside the act.
 */
export const releases: Viewer = { kind: 'service', name: 'releases' }

/** The check for a meeting's minutes, against everybody who takes part today or did then. */
export const checkFor = async ({ forum, meeting }: Pick<Minutes, 'forum' | 'meeting'>): Promise<FieldCheck> =>
  fieldCheck(await attributionContextOf(releases, { forum, meeting }))

/**
 * The hash of one exact version of minutes: every word of every part, who may see it, and the wordings to keep.
 * @param nonce the version's random value: without it nobody can try guessed words against the hash
 */
export const hashOfParts = (nonce: string, parts: readonly Part[]): string =>
  versionHash([
    nonce,
    ...parts.map(({ _id, number, title, audience, ruleStatus, source, dissent, statements, ...part }) => ({
      part: _id,
      number,
      title,
      audience,
      ruleStatus,
      source,
      dissent,
      statements: statements.map((statement) => [statement.side, statement.source]),
      decisions: part.decisions.map(({ text }) => text),
      actions: part.actions.map(({ text, seat, dueOn }) => [text, seat, dueOn]),
      kept: part.waivers.map(({ field, kind, text, passage, reason }) => [field, kind, text, passage, reason]),
    })),
  ])

/** A new version of minutes in review: its hash, no keys, and the clock from the beginning. */
export async function newVersion(meeting: string, now: Date) {
  const nonce = newId()
  const hash = hashOfParts(nonce, await partsFor(releases).ofMeeting(meeting))
  const clock = { reviewSince: dayOf(now), pausedOn: null, reminded: [], notAgreedSince: null }
  return { nonce, hash, keys: [], ...clock }
}

/** What stands in the way of minutes going on, in words for the officers; '' when nothing does. */
export type Obstacle = string

/** Checks all parts anew and notes what was found. Gives what stands in the way. */
export async function checkParts(minutes: Minutes): Promise<Obstacle> {
  const check = await checkFor(minutes)
  const parts = await partsFor(releases).ofMeeting(minutes.meeting)
  const named: string[] = []
  for (const part of parts) {
    const findings = findingsIn(part, check)
    if (JSON.stringify(findings) !== JSON.stringify(part.findings))
      await partsFor(releases).note(part._id, { findings })
    if (standing(findings).length > 0) named.push(part.number)
  }
  if (named.length > 0)
    return `The text may identify someone in ${items(named)}. Change those places, or ask to keep the wording with a reason.`
  const unapproved = parts.filter(({ statements }) => statements.some(({ approval }) => approval === null))
  if (unapproved.length > 0)
    return `A side’s statement in ${items(unapproved.map(({ number }) => number))} waits for that side’s chair.`
  const empty = parts.filter(({ source }) => source.trim() === '')
  return empty.length === 0
    ? ''
    : `Nothing is written yet for ${items(empty.map(({ number }) => number))}. Write something under every item, if only “Noted”.`
}

const items = (numbers: readonly string[]): string =>
  numbers.length === 1 ? `item ${numbers[0]}` : `items ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`

/** The officers among seats, by person. */
export const officersOf = (seats: readonly SeatRecord[]): string[] =>
  seats.filter(({ role }) => officers.includes(role)).map(({ person }) => person)

/** The address at which keys are given. */
export const approvePath = (meeting: string): string => `/minutes/${meeting}/approve`

/** Asks everyone whose key to minutes is missing. Gives the seats that are to be told first. */
export async function askForKeys(doing: Doing, minutes: Minutes, forum: Forum): Promise<SeatRecord[]> {
  return askKeyHolders(doing, forum, minutes, {
    title: `Approve the minutes of ${showDay(minutes.meetingDate)}`,
    path: approvePath(minutes.meeting),
    record: minutes._id,
    dueOn: addWorkingDays(dayOf(doing.now), forum.settings.chairsReviewDays),
  })
}

/** The minutes and part, for a change of what the part says. */
export async function openPart(viewer: Viewer, _id: string): Promise<{ part: Part; minutes: Minutes }> {
  const part = await partsFor(viewer).open(_id)
  return { part, minutes: await minutesFor(viewer).ofMeeting(part.meeting) }
}
