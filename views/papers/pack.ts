import type { Item } from '../../models/item.ts'
import type { Meeting } from '../../models/meeting.ts'
import type { Paper } from '../../models/paper.ts'
import { addMinutes, showTime, showWeekday } from '../../server/dates.ts'
import { lasting } from '../agendas/clock.ts'
import { paperSources } from '../agendas/lines.ts'

/** The agenda and the list of papers of one viewer's pack, as words and file ids. Pure. */
export function packOf(meeting: Meeting, items: readonly Item[], papers: readonly Paper[]) {
  const ordered = items.toSorted((a, b) => Number(a.closed) - Number(b.closed) || a.position - b.position)
  const starts = ordered.map((_, at) =>
    addMinutes(
      meeting.from,
      ordered.slice(0, at).reduce((sum, item) => sum + lasting(item), 0),
    ),
  )
  return {
    title: `${meeting.forumName}: ${meeting.kind} meeting`,
    about: [
      `${showWeekday(meeting.meetingDate)}, ${showTime(meeting.from)} to ${showTime(meeting.until)}`,
      meeting.place,
      meeting.ruleStatus === 'chathamHouse'
        ? 'This meeting is held under the Chatham House Rule.'
        : 'This is an open meeting.',
    ],
    agenda: ordered.map((item, at) =>
      item.state === 'withdrawn'
        ? `${item.number}.  ${item.title} (withdrawn)`
        : `${item.number || at + 1}.  ${showTime(starts[at]!)}  ${item.title} (${item.minutes} minutes)`,
    ),
    papers: ordered.flatMap((item) =>
      papers
        .filter(
          (paper) => paper.item !== null && paper.state !== 'withdrawn' && paperSources(item).includes(paper.item),
        )
        .flatMap((paper) => {
          const version = paper.versions.at(-1)
          const heading = `Item ${item.number}: ${paper.title}`
          return version === undefined ? [] : [{ heading, kind: version.kind, file: version.file }]
        }),
    ),
  }
}
