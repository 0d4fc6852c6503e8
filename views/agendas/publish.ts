import type { Forum } from '../../models/forum.ts'
import { type Item, isNotAgreed, itemHash } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import { type Day, dayOf, showDay, showInstant, workingDaysBetween } from '../../server/dates.ts'
import { type Key, keySides } from '../../server/policy/keys.ts'
import { keySeat } from '../../server/policy/places.ts'
import type { Person } from '../../server/policy/terms.ts'
import { pageOf, whenOf } from '../meetings/about.ts'
import { meetingKeys } from '../meetings/call.ts'
import type { TitleFinding } from '../../server/rule/titleCheck.ts'
import {
  audienceWords,
  counted,
  listed,
  notAgreed,
  paperModeWords,
  purposeWords,
  ruleStatusWords,
  sideWords,
} from '../words.ts'
import { numbered } from './clock.ts'

/** The step before an agenda is published: what happens, what is still missing, and the titles that were refused. */
export function publishPage(
  viewer: Person,
  meeting: Meeting,
  items: readonly Item[],
  known: {
    readonly forum: Pick<Forum, '_id' | 'settings'>
    readonly today: Day
    readonly hash: string
    readonly found: readonly TitleFinding[]
    /** Why the viewer has no key to give to this agenda; else ''. */
    readonly refused: string
  },
) {
  const keys = known.refused === '' && meetingKeys(viewer, known.forum, meeting.keys, known.hash)
  const days = known.forum.settings.paperNoticeDays
  const left = workingDaysBetween(known.today, meeting.meetingDate)
  return {
    ...pageOf(meeting, 'Publish the agenda'),
    action: `/meetings/${meeting._id}/agenda/publish`,
    ask: `/meetings/${meeting._id}/ask-chairs`,
    mayPublish: keySeat(viewer, meeting.forum) !== undefined,
    hash: known.hash,
    keys,
    press: keys === false || keys.mine,
    refused: known.refused,
    called: meeting.state === 'called',
    call: `/meetings/${meeting._id}/call`,
    what: `The agenda has ${counted(items.length, 'item')}.`,
    findings: known.found.map(({ of, record, title, text, suggestion, blocks }) => ({
      tag: blocks ? 'Change it' : 'Look at it',
      colour: blocks ? 'red' : 'yellow',
      about: of === 'item' ? 'Item' : 'Paper',
      title,
      href: of === 'item' ? `/items/${record}/edit` : `/papers/${record}/title`,
      text,
      suggestion,
    })),
    late:
      left < days
        ? `The terms of reference ask for papers ${counted(days, 'working day')} before the meeting. There ${left === 1 ? 'is' : 'are'} ${left}.`
        : '',
  }
}

/** A late item that waits for keys: exactly what it says, who has given a key, and the button that gives one. */
export function approvePage(
  meeting: Meeting,
  item: Item,
  keys: readonly Key[],
  known: { readonly mayGive: boolean; readonly forum: Pick<Forum, 'settings' | 'withdrawn'>; readonly now: Date },
) {
  const { forum, now } = known
  const over = meeting.meetingDate < dayOf(now) || !['called', 'held'].includes(meeting.state)
  const row = (key: string, value: string) => ({ key, value, href: '', action: false as const })
  return {
    ...pageOf(meeting, item.state === 'published' ? 'Late item' : 'Approve a late item'),
    action: `/items/${item._id}/approve`,
    hash: itemHash(item),
    rows: [
      row('Item', `${item.number} ${item.title}`),
      row('Led by', item.lead === '' ? 'Nobody named' : item.lead),
      row('Purpose', purposeWords[item.purpose]),
      row('Minutes', String(item.minutes)),
      row('Paper', paperModeWords[item.paperMode]),
      row('Who can see this', audienceWords[item.audience]),
      row('Rule', ruleStatusWords[item.ruleStatus]),
    ],
    keys: keysOf(keys),
    published: item.state === 'published',
    notAgreed: isNotAgreed(item, now) ? notAgreed(keySides(forum.settings).length) : (false as const),
    until: item.dueAt === null ? '' : showInstant(item.dueAt),
    over: over && item.state === 'draft',
    mayGive: known.mayGive && item.state === 'draft' && !over && forum.withdrawn.length === 0,
    withdrawn: forum.withdrawn.length > 0,
    agenda: `/meetings/${meeting._id}`,
  }
}

/** The step before an item is withdrawn: what happens then. */
export const withdrawPage = (meeting: Meeting, item: Item) => ({
  ...pageOf(meeting, `Withdraw item ${item.number}`),
  action: `/items/${item._id}/withdraw`,
  item: `${item.number} ${item.title}`,
  back: `/items/${item._id}`,
})

/** Who has given a key, for which side and when: approvers name themselves. */
const keysOf = (keys: readonly Key[]) =>
  keys.map(({ side, name, at }) => ({ text: `${sideWords[side]}: ${name}, ${showInstant(at)}` }))

/** Bringing an item, or the rest of a meeting, under the Rule: what may be tightened, or what waits for the other key. */
export function rulePage(viewer: Person, meeting: Meeting, items: readonly Item[]) {
  const mayGive = keySeat(viewer, meeting.forum) !== undefined
  const open = numbered(items).filter(
    ({ ruleStatus, takenAt, finishedAt, state }) =>
      ruleStatus === 'open' && takenAt === null && finishedAt === null && state === 'published',
  )
  const { tightening } = meeting
  const named = tightening === null ? undefined : numbered(items).find(({ _id }) => _id === tightening.item)
  return {
    ...pageOf(meeting, 'The Chatham House Rule'),
    action: `/meetings/${meeting._id}/rule`,
    drop: `/meetings/${meeting._id}/rule/drop`,
    loosen: `/meetings/${meeting._id}/loosen`,
    when: whenOf(meeting),
    mayGive,
    waiting:
      tightening === null
        ? (false as const)
        : {
            what: named === undefined ? 'Everything that has not begun yet' : `Item ${named.number} ${named.title}`,
            item: tightening.item ?? '',
            keys: keysOf(tightening.keys),
            mine: tightening.keys.some(({ by }) => by === viewer.person),
          },
    choices: [
      ...(meeting.ruleStatus === 'open' && open.length > 0
        ? [{ value: '', text: 'Everything that has not begun yet', hint: '', chosen: false }]
        : []),
      ...open.map(({ _id, number, title }) => ({
        value: _id,
        text: `Item ${number} ${title}`,
        hint: '',
        chosen: false,
      })),
    ],
  }
}

/** Items of the last meeting to bring to this one. */
export function forwardPage(
  meeting: Meeting,
  before: Meeting | undefined,
  left: readonly Item[],
  there: readonly Item[],
) {
  return {
    ...pageOf(meeting, 'Bring items from the last meeting'),
    action: `/meetings/${meeting._id}/agenda/roll-forward`,
    from: before === undefined ? '' : showDay(before.meetingDate),
    items: left
      .filter(({ _id }) => !there.some(({ rolledFrom }) => rolledFrom === _id))
      .map(({ _id, title, standing, finishedAt }) => ({
        value: _id,
        text: title,
        hint: listed([...(finishedAt === null ? ['Not finished'] : []), ...(standing ? ['standing item'] : [])]),
        chosen: true,
      })),
  }
}
