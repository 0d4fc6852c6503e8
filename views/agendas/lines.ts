import { type AgendaItem, type Item, isNotAgreed } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { AgendaPaper } from '../../models/paper.ts'
import { instantOf, showInstant } from '../../server/dates.ts'
import { keySeat } from '../../server/policy/places.ts'
import type { Person } from '../../server/policy/terms.ts'
import { frozen, remembered } from '../../server/remembered.ts'
import type { AgendaLine } from '../partials/models.ts'
import { agendaStates, audienceWords, paperModeWords, purposeWords, ruleStatusWords } from '../words.ts'
import { numbered, timed } from './clock.ts'

/** The items whose papers belong to an item: itself, and the one that it resumes after an adjournment. */
export const paperSources = ({ _id, resumes, rolledFrom }: Pick<Item, '_id' | 'resumes' | 'rolledFrom'>): string[] =>
  resumes && rolledFrom !== null ? [_id, rolledFrom] : [_id]

/** An agenda as lines to show, the open ones and those of the closed section. */
type Lines = { readonly open: readonly AgendaLine[]; readonly closed: readonly AgendaLine[] }

/**
 * An agenda as lines to show.
 * @param items in the order of the agenda; those the viewer may see
 * @param papers those the viewer may see
 * @param onTheDay whether the browser marks the present item by the clock, because nobody takes items by hand
 */
export const agendaLines = (
  meeting: Meeting,
  items: readonly AgendaItem[],
  papers: readonly AgendaPaper[],
  onTheDay: boolean,
  now: Date,
): Lines => {
  // The time of day matters only to a late item that waits for its keys.
  const waits = items.some(({ late, state }) => late && state === 'draft')
  return linesOf(items, meeting, papers, onTheDay, waits ? now.getTime() : 0)
}

const linesOf = remembered(
  (
    items: readonly AgendaItem[],
    meeting: Meeting,
    papers: readonly AgendaPaper[],
    onTheDay: boolean,
    now: number,
  ): Lines => {
    const byItem = new Map<string | null, AgendaPaper[]>()
    for (const paper of papers) byItem.set(paper.item, [...(byItem.get(paper.item) ?? []), paper])
    const instant = (time: string): string => (onTheDay ? instantOf(meeting.meetingDate, time).toISOString() : '')
    const lines = timed(meeting.from, numbered(items)).map(({ item, from, until }) => ({
      number: item.number,
      title: item.title,
      href: `/items/${item._id}`,
      clock: item.state === 'withdrawn' ? '' : from,
      minutes: item.state === 'withdrawn' ? '' : String(item.minutes),
      from: item.state === 'withdrawn' ? '' : instant(from),
      until: item.state === 'withdrawn' ? '' : instant(until),
      now: meeting.currentItem === item._id,
      facts: factsOf(meeting, item, new Date(now)).map((text) => ({ text })),
      papers: paperSources(item).flatMap((source) => (byItem.get(source) ?? []).map(linkTo)),
    }))
    const isClosed = (_: unknown, at: number): boolean => items[at]?.closed === true
    return frozen({ open: lines.filter((line, at) => !isClosed(line, at)), closed: lines.filter(isClosed) })
  },
)

/** What is said about an item in short: purpose, lead, paper, and what sets it apart from the meeting. */
export function factsOf(meeting: Pick<Meeting, 'ruleStatus'>, item: AgendaItem, now: Date): string[] {
  if (item.state === 'withdrawn') return [agendaStates.withdrawn.text]
  return [
    purposeWords[item.purpose],
    item.lead === '' ? '' : `Led by ${item.lead}`,
    paperModeWords[item.paperMode],
    item.audience === 'forum' ? '' : audienceWords[item.audience],
    item.ruleStatus === meeting.ruleStatus ? '' : ruleStatusWords[item.ruleStatus],
    item.late ? lateWords(item, now) : '',
    item.quorate === false && item.finishedAt !== null ? 'Not quorate: what was decided is to be ratified' : '',
    item.finishedAt === null ? '' : 'Finished',
  ].filter((text) => text !== '')
}

/** How a late item stands. */
const lateWords = (item: AgendaItem, now: Date): string =>
  isNotAgreed(item, now)
    ? 'Late item, not agreed in time'
    : item.state !== 'draft'
      ? 'Late item'
      : ['Late item, waits for two keys', ...(item.dueAt === null ? [] : [`until ${showInstant(item.dueAt)}`])].join(
          ' ',
        )

/** Whether this viewer may withdraw the item now: as one chair, while it is published and has not begun. */
export const mayWithdraw = (viewer: Person, { forum, state }: Pick<Meeting, 'forum' | 'state'>, item: Item): boolean =>
  item.state === 'published' &&
  item.takenAt === null &&
  (state === 'called' || state === 'held') &&
  keySeat(viewer, forum) !== undefined

/** The papers of an item as links. */
export const papersOf = (item: AgendaItem, papers: readonly AgendaPaper[]): AgendaLine['papers'] =>
  papers.filter((paper) => paper.item !== null && paperSources(item).includes(paper.item)).map(linkTo)

const linkTo = ({ _id, title, state, late, sentAt }: AgendaPaper): AgendaLine['papers'][number] => ({
  text: title,
  href: `/papers/${_id}`,
  note:
    state === 'withdrawn'
      ? 'Withdrawn'
      : state === 'draft'
        ? 'Not sent yet'
        : late && sentAt !== null
          ? `Late, sent ${showInstant(sentAt)}`
          : '',
})
