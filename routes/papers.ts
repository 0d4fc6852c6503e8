import { Router } from 'express'
import { z } from 'zod'
import { commentsFor } from '../models/comment.ts'
import { itemsFor } from '../models/item.ts'
import { notesFor } from '../models/note.ts'
import { papersFor } from '../models/paper.ts'
import { readFile } from '../models/paperFile.ts'
import {
  addPaper,
  addSidePaper,
  latestVersion,
  mayAddPaper,
  mayAddSidePaper,
  mayEditPaper,
  ownSide,
  renamePaper,
  replacePaper,
  takeFile,
} from '../server/acts/addPaper.ts'
import { commentOnPaper } from '../server/acts/commentOnPaper.ts'
import { saveNote } from '../server/acts/saveNote.ts'
import { removePaper, sendPaper } from '../server/acts/sendPaper.ts'
import { NotFound } from '../server/errors.ts'
import { line, lines, optionalLine, optionalLines, pageNumber } from '../server/fields.ts'
import { id, slug } from '../server/ids.ts'
import { file, form, openPage, page, redirect, view } from '../server/page.ts'
import { addPaperPage, renamePaperPage, replacePaperPage } from '../views/papers/edit.ts'
import { notePage } from '../views/papers/note.ts'
import { sidePapersPage } from '../views/papers/list.ts'
import { downloadName, paperPage } from '../views/papers/show.ts'
import { kinds, type Kind } from '../server/rule/cleaning/kind.ts'
import { lastingPlaceIn } from '../server/policy/places.ts'

export const papers: Router = Router()
/** Downloads of public papers need no sign-in. */
export const publicPapers: Router = Router()

const One = z.object({ paper: id })
const title = line('Enter a title, without anybody’s name')
const NewPaper = z.object({ id, title })
const NewTitle = z.object({ was: optionalLine(), title })
const NewVersion = z.object({ shown: z.coerce.number().int().min(1) })
const Comment = z.object({ id, comment: lines('Enter your comment', 10_000) })
const Note = z.object({ revision: z.coerce.number().int().min(0), note: optionalLines(20_000) })

const add = form({
  place: z.object({ item: id }),
  fields: NewPaper,
  takesFile: true,
  show: async (viewer, { item: of }, state) => {
    const item = await itemsFor(viewer).open(of)
    if (!mayAddPaper(viewer, item)) throw new NotFound('item')
    return view('papers/edit', addPaperPage(NewPaper, item, state))
  },
  submit: async (viewer, { item: of }, { id: paper, title }, at) => {
    const item = await itemsFor(viewer).open(of)
    if (!mayAddPaper(viewer, item)) throw new NotFound('item')
    const stored = await takeFile(at.upload())
    await addPaper(viewer, at.now, { id: paper, title, stored, item: item._id })
    return redirect(`/papers/${paper}`, 'The paper is added')
  },
})
papers.get('/items/:item/papers/new', add.show)
papers.post('/items/:item/papers/new', add.submit)

/** A paper with its side-only comments and the viewer's own note: five queries with session and seats. */
const show = form({
  place: One.extend({ page: pageNumber }),
  fields: Comment,
  show: async (viewer, { paper: of, page: number }, state) => {
    const paper = await papersFor(viewer).open(of)
    const side = ownSide(viewer, paper.forum)
    const comments = await commentsFor(viewer).onPaper(paper.forum, paper._id)
    const note = await notesFor(viewer).onPaper(paper.forum, viewer.person, paper._id)
    return view(
      'papers/show',
      paperPage(Comment, { viewer, paper, comments, note, side, mayEdit: mayEditPaper(viewer, paper), state, number }),
    )
  },
  submit: async (viewer, { paper }, { id: comment, comment: text }, at) => {
    await commentOnPaper(viewer, at.now, { paper, id: comment, text })
    return redirect(`/papers/${paper}#comments`, 'Your comment is added. Only your side can see it')
  },
})
papers.get('/papers/:paper', show.show)
papers.post('/papers/:paper', show.submit)

const note = form({
  place: One,
  fields: Note,
  show: async (viewer, place, state) => {
    const paper = await papersFor(viewer).open(place.paper)
    const kept = await notesFor(viewer).onPaper(paper.forum, viewer.person, paper._id)
    return view('papers/note', notePage(Note, paper, kept, state))
  },
  submit: async (viewer, { paper }, { revision, note: text }) => {
    await saveNote(viewer, { paper, revision, text })
    return redirect(`/papers/${paper}#note`, 'Your note is saved. Only you can see it')
  },
})
papers.get('/papers/:paper/note', note.show)
papers.post('/papers/:paper/note', note.submit)

publicPapers.get(
  '/papers/:paper/versions/:version',
  openPage(One.extend({ version: z.coerce.number().int().min(1).max(1000) }), async (viewer, asked) => {
    const paper = await papersFor(viewer).open(asked.paper)
    const version = paper.versions.find((each) => each.version === asked.version)
    if (version === undefined) throw new NotFound('paper')
    return file(downloadName(paper, version), kinds[version.kind as Kind].type, await readFile(version.file))
  }),
)

const rename = form({
  place: One,
  fields: NewTitle,
  show: async (viewer, { paper: of }, state) => {
    const paper = await papersFor(viewer).open(of)
    if (!mayEditPaper(viewer, paper)) throw new NotFound('paper')
    return view('papers/rename', renamePaperPage(NewTitle, paper, state))
  },
  submit: async (viewer, { paper }, typed, { now }) => {
    await renamePaper(viewer, now, { ...typed, paper })
    return redirect(`/papers/${paper}`, 'The title is changed')
  },
})
papers.get('/papers/:paper/title', rename.show)
papers.post('/papers/:paper/title', rename.submit)

const replace = form({
  place: One,
  fields: NewVersion,
  takesFile: true,
  show: async (viewer, { paper: of }, state) => {
    const paper = await papersFor(viewer).open(of)
    if (!mayEditPaper(viewer, paper)) throw new NotFound('paper')
    return view('papers/replace', replacePaperPage(paper, latestVersion(paper).version, state))
  },
  submit: async (viewer, { paper: of }, { shown }, at) => {
    const paper = await papersFor(viewer).open(of)
    if (!mayEditPaper(viewer, paper)) throw new NotFound('paper')
    const stored = await takeFile(at.upload())
    await replacePaper(viewer, at.now, { paper: of, shown, stored })
    return redirect(`/papers/${of}`, 'The paper is replaced. Comments stay with the version they were about')
  },
})
papers.get('/papers/:paper/replace', replace.show)
papers.post('/papers/:paper/replace', replace.submit)

papers.post(
  '/papers/:paper/send',
  page(One, async (viewer, { paper }, { now }) => {
    await sendPaper(viewer, now, paper)
    return redirect(`/papers/${paper}`, 'The late paper is sent')
  }),
)

papers.post(
  '/papers/:paper/remove',
  page(One, async (viewer, { paper }, { now }) => {
    const { forum, meeting } = await removePaper(viewer, now, paper)
    return redirect(meeting === null ? `/forums/${forum}/side-papers` : `/meetings/${meeting}`, 'The paper is removed')
  }),
)

/** A side's own papers: for its current seats and nobody else. */
const sidePapers = form({
  place: z.object({ forum: slug, page: pageNumber }),
  fields: NewPaper,
  takesFile: true,
  show: async (viewer, { forum, page: number }, state, { now }) => {
    const seat = lastingPlaceIn(viewer, forum)
    if (seat === undefined || !mayAddSidePaper(viewer, forum, seat.side, now)) throw new NotFound('forum')
    const listed = await papersFor(viewer).ofSide(forum, seat.side, number)
    return view('papers/list', sidePapersPage(NewPaper, seat, listed, state))
  },
  submit: async (viewer, { forum }, { id: paper, title }, at) => {
    const side = ownSide(viewer, forum)
    if (side === undefined || !mayAddSidePaper(viewer, forum, side, at.now)) throw new NotFound('forum')
    await addSidePaper(viewer, at.now, { id: paper, title, stored: await takeFile(at.upload()), forum, side })
    return redirect(`/papers/${paper}`, 'The paper is added. Only your side can see it')
  },
})
papers.get('/forums/:forum/side-papers', sidePapers.show)
papers.post('/forums/:forum/side-papers', sidePapers.submit)
