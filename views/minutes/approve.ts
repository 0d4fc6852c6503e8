import type { Minutes } from '../../models/minutes.ts'
import type { Part } from '../../models/part.ts'
import type { PartVersion } from '../../models/partVersion.ts'
import { type PartText, fieldsOf } from '../../models/partText.ts'
import { changes } from '../../server/changes.ts'
import { showDay, showInstant } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { keyToGive, missing, standing } from '../../server/policy/keys.ts'
import type { Person } from '../../server/policy/terms.ts'
import type { z } from 'zod'
import { counted, listed, sidePhrases, sideWords } from '../words.ts'
import { aboutMinutes, partName, seatIn, shownPart, stateOf } from './parts.ts'

/** Which versions of parts this approver saw when they last answered, other than those that stand there now. */
export const versionsSeen = ({ seen }: Minutes, parts: readonly Part[], by: string) =>
  (seen.find((each) => each.by === by)?.versions ?? []).filter((was) =>
    parts.some(({ _id, version }) => _id === was.part && version !== was.version),
  )

/** The page on which a key holder approves one exact version in one tap, or sends it back with a reason. */
export function approvePage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  viewer: Person,
  {
    minutes,
    parts,
    earlier,
    state,
  }: { minutes: Minutes; parts: readonly Part[]; earlier: readonly PartVersion[]; state: FormState },
) {
  const { keys, hash, asked, meeting, meetingDate } = minutes
  const terms = { sides: asked.sides.map((side) => ({ side, holdsKey: true })), chairsNeeded: asked.chairs }
  const left = missing(terms, keys, hash)
  const sides = left.sides.map((side) => sidePhrases[side])
  const mine = keyToGive(viewer, minutes.forum, terms, keys, hash)
  const seenBefore = minutes.seen.some(({ by }) => by === viewer.person)
  const form = formOf(fields, { hash }, state)
  const values: Readonly<Record<string, string>> = form.values
  const errors: Readonly<Record<string, string | false>> = form.errors
  const owners = seatIn(viewer, minutes.forum) !== undefined
  return {
    page: aboutMinutes(viewer, minutes, `Approve the minutes of ${showDay(meetingDate)}`),
    caption: minutes.forumName,
    state: stateOf(minutes.state, minutes),
    waits: minutes.state === 'review',
    frozen: minutes.pausedOn !== null,
    mayGive: minutes.state === 'review' && mine !== undefined,
    maySendBack: minutes.state === 'review',
    last: left.sides.length + left.chairs === 1,
    approve: `/minutes/${meeting}/approve`,
    sendBack: `/minutes/${meeting}/send-back`,
    hash,
    reason: values['reason'] ?? '',
    wrong: errors['reason'] ?? false,
    seenBefore,
    changed: parts.flatMap((part) => {
      const was = earlier.find((version) => version.part === part._id)
      const pieces = was === undefined ? [] : changes(wholeText(was), wholeText(part))
      return pieces.length === 0 ? [] : [{ name: partName(part), label: `Changes in item ${part.number}`, pieces }]
    }),
    kept: parts.flatMap((part) =>
      part.waivers.map(({ text, reason, name }) => ({
        text,
        about: `${partName(part)}. ${reason} (asked by ${name})`,
      })),
    ),
    parts: parts.map((part) => shownPart(part, owners)),
    given: standing(keys, hash).map((key) => `${sideWords[key.side]}: approved by ${key.name}, ${showInstant(key.at)}`),
    waitingFor: sides.length > 0 ? listed(sides) : left.chairs > 0 ? counted(left.chairs, 'more chair') : '',
  }
}

/** All that a part says, as one text to compare. */
const wholeText = (part: PartText): string =>
  fieldsOf(part)
    .filter(({ text }) => text !== '')
    .map(({ field, text }) => (field === 'source' ? text : `${headings[field.split('-')[0] ?? '']}: ${text}`))
    .join('\n\n')

const headings: Readonly<Record<string, string>> = {
  dissent: 'Recorded dissent',
  statement: 'Statement by a side',
  decision: 'Decision',
  action: 'Action',
}
