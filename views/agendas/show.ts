import type { Item } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { Paper } from '../../models/paper.ts'
import { showTime } from '../../server/dates.ts'
import { keySeat } from '../../server/policy/places.ts'
import type { Person } from '../../server/policy/terms.ts'
import { pageOf, whenOf } from '../meetings/about.ts'
import { agendaStates, counted } from '../words.ts'
import { lasting, numbered, timed } from './clock.ts'
import { factsOf, mayWithdraw, papersOf } from './lines.ts'

/**
 * The agenda as the officers build it: each item with its running clock time and the buttons that change it.
 * @param items all of the meeting's, in order
 */
export function agendaPage(
  viewer: Person,
  meeting: Meeting,
  items: readonly Item[],
  papers: readonly Paper[],
  now: Date,
) {
  const here = `/meetings/${meeting._id}`
  const published = meeting.agendaPublishedAt !== null
  const open = meeting.state === 'planned' || meeting.state === 'called'
  const editable = open && !published
  const lines = timed(meeting.from, numbered(items)).map(({ item, from, until }, at) => ({
    ...lineOf(meeting, item, papers, now),
    clock: item.state === 'withdrawn' ? '' : `${showTime(from)} to ${showTime(until)}`,
    up: editable && sameSection(items[at - 1], item),
    down: editable && sameSection(items[at + 1], item),
    edit: item.state !== 'withdrawn' && (open || meeting.state === 'held') ? `/items/${item._id}/edit` : '',
    withdraw: mayWithdraw(viewer, meeting, item) ? `/items/${item._id}/withdraw` : '',
    remove: editable || (item.late && item.state === 'draft') ? `/items/${item._id}/remove` : '',
  }))
  return {
    ...pageOf(meeting, 'Agenda'),
    state: published ? agendaStates.published : agendaStates.draft,
    when: whenOf(meeting),
    ends: endsWords(meeting, items),
    lines: lines.filter(({ closed }) => !closed),
    closed: lines.filter(({ closed }) => closed),
    add: editable ? `${here}/agenda/items/new` : '',
    standard: editable && items.every(({ kind }) => kind === 'substantive') ? `${here}/agenda/standard-order` : '',
    forward: editable ? `${here}/agenda/roll-forward` : '',
    publish: editable && items.length > 0 ? `${here}/agenda/publish` : '',
    mayPublish: keySeat(viewer, meeting.forum) !== undefined,
    late: published && (meeting.state === 'called' || meeting.state === 'held') ? `${here}/agenda/late` : '',
    loosen:
      published && (meeting.ruleStatus === 'chathamHouse' || items.some(({ ruleStatus }) => ruleStatus !== 'open'))
        ? `${here}/loosen`
        : '',
    rule:
      published &&
      (meeting.state === 'called' || meeting.state === 'held') &&
      (meeting.tightening !== null || items.some(({ ruleStatus }) => ruleStatus === 'open'))
        ? `${here}/rule`
        : '',
  }
}

const sameSection = (other: Item | undefined, { audience, closed }: Item): boolean =>
  other !== undefined && other.closed === closed && (!closed || other.audience === audience)

const lineOf = (meeting: Meeting, item: Item, papers: readonly Paper[], now: Date) => ({
  id: item._id,
  number: item.number,
  title: item.title,
  href: `/items/${item._id}`,
  minutes: item.state === 'withdrawn' ? '' : String(item.minutes),
  position: String(item.position),
  closed: item.closed,
  facts: [...factsOf(meeting, item, now), ...(item.standing ? ['Standing item'] : []), papersWords(item, papers)].join(
    ' · ',
  ),
  approve: item.late && item.state === 'draft' ? `/items/${item._id}/approve` : '',
  papers: `/items/${item._id}/papers/new`,
  about: `item ${item.number}, ${item.title}`,
})

/** How many papers an item has, and whether it says that one is enclosed and has none. */
function papersWords(item: Item, papers: readonly Paper[]): string {
  const count = papersOf(item, papers).length
  if (item.state === 'withdrawn') return ''
  return count > 0 ? counted(count, 'paper') : item.paperMode === 'enclosed' ? 'No paper added yet' : ''
}

/** When the agenda ends as it stands, and whether that is later than the meeting. */
function endsWords(meeting: Meeting, items: readonly Item[]): string {
  const last = timed(meeting.from, items).at(-1)
  if (last === undefined) return ''
  const total = items.reduce((sum, item) => sum + lasting(item), 0)
  const late = last.until > meeting.until ? `, later than the meeting, which ends at ${showTime(meeting.until)}` : ''
  return `The items take ${total} minutes and end at ${showTime(last.until)}${late}.`
}
