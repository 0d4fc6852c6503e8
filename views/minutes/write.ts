import type { Forum } from '../../models/forum.ts'
import type { Item } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { Minutes } from '../../models/minutes.ts'
import { type Part, waitingStatements } from '../../models/part.ts'
import { showDay, showInstant } from '../../server/dates.ts'
import { complete, missing, standing as keysStanding } from '../../server/policy/keys.ts'
import { keySeat } from '../../server/policy/places.ts'
import type { Person } from '../../server/policy/terms.ts'
import { standing } from '../../server/rule/partCheck.ts'
import type { Task } from '../partials/models.ts'
import { counted, listed, ruleStatusWords, sidePhrases, sideWords } from '../words.ts'
import { aboutMinutes, partName, stateOf } from './parts.ts'

/** The page that begins the minutes of a meeting. */
export const beginPage = (viewer: Person, { _id, forum, forumName, meetingDate, state }: Meeting) => ({
  page: aboutMinutes(viewer, { forum, forumName, meeting: _id, meetingDate }, `Minutes of ${showDay(meetingDate)}`),
  caption: forumName,
  ready: state !== 'planned' && state !== 'cancelled',
  begin: `/minutes/${_id}/begin`,
})

/** Whose keys are given for this version, and whose are missing. */
export type KeysState = {
  readonly given: readonly string[]
  readonly waitingFor: string
  readonly frozen: boolean
  readonly complete: boolean
}

/** The officers' page: every part in the order of the agenda, and what stands between the minutes and their readers. */
export function writePage(
  viewer: Person,
  minutes: Minutes,
  parts: readonly Part[],
  forum: Forum | undefined,
  items: readonly Item[],
) {
  const { meeting, meetingDate, forumName, state, sentBack, hash } = minutes
  const keys = forum === undefined ? undefined : keysOf(minutes, forum)
  const lacking = items.filter((item) => item.state === 'published' && !parts.some((part) => part.item === item._id))
  const here = `/minutes/${meeting}`
  return {
    page: aboutMinutes(viewer, minutes, `Minutes of ${showDay(meetingDate)}`),
    caption: forumName,
    state: stateOf(state, minutes),
    sentBack:
      sentBack === null
        ? false
        : { title: `Sent back by ${sentBack.name}, ${showInstant(sentBack.at)}`, reason: sentBack.reason },
    tasks: parts.map((part) => taskOf(part)),
    lacking: lacking.map((item) => ({ text: `Item ${item.number}: ${item.title}` })),
    begin: `${here}/begin`,
    read: here,
    send: state === 'draft' ? `${here}/send` : '',
    keys: keys ?? false,
    approve: state === 'review' && keySeat(viewer, minutes.forum) !== undefined ? `${here}/approve` : '',
    circulate: keys?.complete === true && !keys.frozen ? `${here}/circulate` : '',
    hash,
  }
}

/** The keys of minutes in review, under the terms in force. */
export function keysOf({ keys, hash }: Minutes, { settings, withdrawn }: Forum): KeysState {
  const left = missing(settings, keys, hash)
  const sides = left.sides.map((side) => sidePhrases[side])
  return {
    given: keysStanding(keys, hash).map(
      (key) => `${sideWords[key.side]}: approved by ${key.name}, ${showInstant(key.at)}`,
    ),
    waitingFor: sides.length > 0 ? listed(sides) : left.chairs > 0 ? counted(left.chairs, 'more chair') : '',
    frozen: withdrawn.length > 0,
    complete: complete(settings, keys, hash),
  }
}

function taskOf(part: Part): Task {
  const { text, colour } = checkedAs(part)
  const facts = [
    part.decisions.length === 0 ? '' : counted(part.decisions.length, 'decision'),
    part.actions.length === 0 ? '' : counted(part.actions.length, 'action'),
    ruleStatusWords[part.ruleStatus],
  ]
  return {
    text: partName(part),
    href: `/minutes/${part.meeting}/parts/${part._id}`,
    hint: facts.filter((fact) => fact !== '').join(', '),
    status: text,
    colour,
  }
}

/** How a part stands: what stops it first. */
function checkedAs(part: Part): { readonly text: string; readonly colour: string } {
  const found = standing(part.findings).length
  if (part.source.trim() === '') return { text: 'Not written', colour: 'grey' }
  if (found > 0) return { text: `${counted(found, 'place')} may identify someone`, colour: 'red' }
  const [side] = waitingStatements(part)
  if (side !== undefined) return { text: `Statement waits for ${sidePhrases[side]}`, colour: 'yellow' }
  const kept = part.findings.filter((finding) => finding.kept).length
  if (kept > 0) return { text: `${counted(kept, 'wording')} kept`, colour: 'blue' }
  return { text: part.ruleStatus === 'open' ? 'Written' : 'Checked', colour: 'green' }
}
