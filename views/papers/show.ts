import type { z } from 'zod'
import type { Comment } from '../../models/comment.ts'
import type { Item } from '../../models/item.ts'
import type { Note } from '../../models/note.ts'
import { pageOfList } from '../../models/paged.ts'
import type { Paper, PaperVersion } from '../../models/paper.ts'
import { showDay, showInstant } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { permits } from '../../server/policy/scope.ts'
import type { Person, Side } from '../../server/policy/terms.ts'
import { kinds, type Kind } from '../../server/rule/cleaning/kind.ts'
import { pageInWords, pagesOf } from '../pages.ts'
import { sideWords } from '../words.ts'

/** `12 KB`, `3.4 MB` */
export const sizeInWords = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`

/** `Item 5: Winter plan` */
export const itemName = ({ number, title }: Pick<Item, 'number' | 'title'>): string =>
  number === '' ? title : `Item ${number}: ${title}`

/** The name a download has: date and version, no title and nobody's name. */
export const downloadName = (paper: Pick<Paper, '_id' | 'meetingDate'>, version: PaperVersion): string =>
  `paper-${paper.meetingDate}-${paper._id.slice(0, 6)}-v${version.version}.${version.kind}`

/** When a paper went out, and whether late: `Late paper, sent 4 March 2026 at 2:05pm`. */
export const sentWords = ({ state, late, sentAt }: Pick<Paper, 'state' | 'late' | 'sentAt'>): string =>
  state === 'withdrawn'
    ? 'Withdrawn with its item. Only chairs, vice-chairs and secretaries can see it'
    : state === 'draft' || sentAt === null
      ? 'Not sent yet'
      : `${late ? 'Late paper, sent' : 'Sent'} ${showInstant(sentAt)}`

const versionOf = (paper: Paper, { version, kind, size, addedAt }: PaperVersion) => ({
  text: `Version ${version}: ${kinds[kind as Kind].name}, ${sizeInWords(size)}`,
  href: `/papers/${paper._id}/versions/${version}`,
  added: showInstant(addedAt),
})

/** A paper: its versions, the comments of the viewer's side, the viewer's own note. */
export function paperPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  {
    viewer,
    paper,
    comments,
    note,
    side,
    mayEdit,
    state,
    number,
  }: {
    viewer: Person
    paper: Paper
    comments: readonly Comment[]
    note: Note | null
    side: Side | undefined
    mayEdit: boolean
    state: FormState
    /** Which page of the comments. */
    number: number
  },
) {
  const shown = pageOfList(comments, 20, number)
  const latest = paper.versions.at(-1)!
  const chair = viewer.seats.some((seat) => seat.forum === paper.forum && seat.role === 'chair')
  const caucus = paper.audience === 'side'
  return {
    page: {
      // A browser keeps titles of pages in its history: the paper's own is no part of it.
      title: caucus ? 'Your side’s paper' : 'Paper',
      breadcrumbs: [
        paper.meeting === null
          ? { text: 'Your side’s own papers', href: `/forums/${paper.forum}/side-papers` }
          : { text: `Meeting of ${showDay(paper.meetingDate)}`, href: `/meetings/${paper.meeting}` },
      ],
    },
    title: paper.title,
    confidential: paper.ruleStatus === 'chathamHouse',
    caucus,
    latest: versionOf(paper, latest),
    earlier: paper.versions
      .slice(0, -1)
      .toReversed()
      .map((version) => versionOf(paper, version)),
    html: latest.html,
    sent: caucus ? '' : sentWords(paper),
    late: paper.late,
    draft: paper.state === 'draft',
    maySend: chair && mayEdit && paper.state === 'draft',
    rename: mayEdit ? `/papers/${paper._id}/title` : '',
    replace: mayEdit ? `/papers/${paper._id}/replace` : '',
    remove: mayEdit && (paper.state === 'draft' || caucus) ? `/papers/${paper._id}/remove` : '',
    send: `/papers/${paper._id}/send`,
    side: side === undefined ? '' : sideWords[side],
    commentsTitle: `Comments of your side${pageInWords(shown)}`,
    pages: pagesOf(shown, `/papers/${paper._id}`),
    comments: shown.records.map(({ html, version, writtenOn }) => ({
      html,
      about: `About version ${version}, ${showDay(writtenOn)}`,
    })),
    action: `/papers/${paper._id}`,
    form: formOf(fields, { id: newId() }, state),
    note: note?.text ?? '',
    // A session that does not prove what the side requires keeps no notes.
    noteHref: permits(viewer, 'create', 'note', { forum: paper.forum, owner: viewer.person })
      ? `/papers/${paper._id}/note`
      : '',
  }
}
