import { showHead } from '../../models/auditChain.ts'
import type { AuditEntry } from '../../models/auditEntry.ts'
import type { Forum } from '../../models/forum.ts'
import { showInstant } from '../../server/dates.ts'
import { type Person, isCurrentSeat } from '../../server/policy/terms.ts'
import type { Cell } from '../partials/models.ts'
import { capital } from '../words.ts'

/** Where the record of an act is found, by the words of the act. First match counts; others have no page of their own. */
const places: readonly (readonly [RegExp, (record: string, forum: string) => string])[] = [
  [/^(terms of reference|consultation on terms|draft of terms|approval of terms)/, (record) => `/terms/${record}`],
  [/key communication/, (record) => `/key-communications/${record}`],
  [/^(paper (added|replaced|title changed)|late paper sent)$/, (record) => `/papers/${record}`],
  [/^(minutes begun|agenda taken into minutes)$/, (record) => `/minutes/${record}`],
  [/^(late item|agenda item (added|changed|moved|withdrawn)|item taken)/, (record) => `/items/${record}`],
  [
    /^(meeting|agenda published|agenda rolled|standard order|attendance|item finished)/,
    (record) => `/meetings/${record}`,
  ],
  [/^action /, (record) => `/actions/${record}`],
  [/^interest /, (_record, forum) => `/forums/${forum}/interests`],
  [
    /^(seat|member|chair|vacant chair|key holder|side withdrew|side returned|invitation|deputy|guest|sign-in of a side)/,
    (_record, forum) => `/forums/${forum}/members`,
  ],
]

/** What belongs to one side is named to nobody here: only that there was something. */
const ofOneSide = /^side (comment|paper|passkey)/

/**
 * The latest entries of a forum's audit trail, and the head to keep. For its officers with links to what was done; a
 * records officer, who reads nothing else of the forum, gets none that would lead nowhere.
 */
export function auditPage(
  viewer: Person,
  forum: Forum,
  entries: readonly AuditEntry[],
  latest: AuditEntry | undefined,
  limit: number,
) {
  const last = entries.at(-1)
  const member = viewer.seats.some((seat) => seat.forum === forum._id && isCurrentSeat(seat.role))
  const path = `/forums/${forum._id}/audit`
  return {
    page: {
      title: 'Audit trail',
      ...(member ? { forum: { id: forum._id, name: forum.name } } : {}),
      breadcrumbs: [
        member ? { text: forum.name, href: `/forums/${forum._id}` } : { text: 'Audit trail', href: '/audit' },
      ],
    },
    caption: forum.name,
    head: latest === undefined ? '' : showHead(latest),
    columns: ['Entry', 'When', 'What'].map((text) => ({ text })),
    rows: entries.map((entry) => ({ cells: cells(entry, member) })),
    earlier:
      entries.length === limit && last !== undefined && last.sequence > 1 ? `${path}?before=${last.sequence}` : '',
  }
}

function cells({ sequence, at, event, record, forum }: AuditEntry, member: boolean): Cell[] {
  const place = member ? places.find(([pattern]) => pattern.test(event))?.[1] : undefined
  const text = ofOneSide.test(event) ? 'A matter of one side' : capital(event)
  return [
    { column: 'Entry', text: String(sequence), href: '', tag: '' },
    { column: 'When', text: showInstant(at), href: '', tag: '' },
    { column: 'What', text, href: place?.(record, forum) ?? '', tag: '' },
  ]
}
