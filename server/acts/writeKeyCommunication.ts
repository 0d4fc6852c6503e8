import { forumsFor } from '../../models/forum.ts'
import {
  type KeyCommunication,
  type KeyCommunicationAudience,
  type KeptWording,
  clockFrom,
  keyCommunicationsFor,
} from '../../models/keyCommunication.ts'
import { meetingsFor } from '../../models/meeting.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { renderMarkdown } from '../markdown.ts'
import { keyCommunicationHours } from '../policy/keySchedules.ts'
import { standing } from '../policy/keys.ts'
import { versionHash } from '../policy/versionHash.ts'
import { type Doing, act, mine } from './act.ts'
import { checkOf } from './checkKeyCommunication.ts'
import { hours } from './keyClock.ts'
import { askKeyHolders } from './keyHolders.ts'

type Words = { audience: KeyCommunicationAudience; title: string; text: string; kept: readonly KeptWording[] }

/** What a key approves: exactly these words for exactly this audience, kept wordings included. */
export const hashOfWords = ({ audience, title, text, kept }: Words): string =>
  versionHash({ audience, title, text, kept: kept.map((wording) => ({ text: wording.text, reason: wording.reason })) })

const wordingOf = (words: Words) => ({ ...words, html: renderMarkdown(words.text), hash: hashOfWords(words) })

/**
 * Begins a key communication: before, during or after a meeting, or as the correction of an issued one. `id` is made
 * when the form is shown, so that a second press begins nothing.
 */
export const beginKeyCommunication = act(
  async (
    { viewer, record },
    asked: { id: string; forum: string; meeting: string | null; corrects: string | null } & Omit<Words, 'kept'>,
  ): Promise<void> => {
    const forum = await forumsFor(viewer).open(asked.forum)
    const meeting = asked.meeting === null ? null : await meetingsFor(viewer).open(asked.meeting)
    const old = asked.corrects === null ? null : await keyCommunicationsFor(viewer).open(asked.corrects)
    if (meeting !== null && meeting.forum !== forum._id) throw new NotFound('meeting')
    if (old !== null && (old.forum !== forum._id || old.state !== 'issued' || old.correctedBy !== null))
      throw new Refused('Only the newest issue can be corrected. Open it and correct that one.')
    await keyCommunicationsFor(viewer).create({
      ...wordingOf({ audience: asked.audience, title: asked.title, text: asked.text, kept: [] }),
      _id: asked.id,
      forum: forum._id,
      forumName: forum.name,
      meeting: meeting?._id ?? old?.meeting ?? null,
      meetingDate: meeting?.meetingDate ?? old?.meetingDate ?? null,
      state: 'draft',
      keys: [],
      seen: [],
      sentBack: null,
      ...clockFrom(null),
      issuedAt: null,
      corrects: old?._id ?? null,
      correctedBy: null,
      revision: 1,
    })
    await record({
      forum: forum._id,
      event: 'key communication begun',
      record: asked.id,
      details: { corrects: asked.corrects },
    })
  },
  async (viewer, { id, forum }) => mine((await keyCommunicationsFor(viewer).open(id)).forum === forum),
)

/** Changes the words. Keys given for other words no longer count, and everybody is asked again. */
export const editKeyCommunication = act(
  async (doing, asked: { id: string; revision: number } & Omit<Words, 'kept'>): Promise<void> => {
    const { viewer, record } = doing
    const before = await keyCommunicationsFor(viewer).open(asked.id)
    const kept = before.kept.filter((wording) => `${asked.title}\n${asked.text}`.includes(wording.text))
    const words = { audience: asked.audience, title: asked.title, text: asked.text, kept }
    await record({ forum: before.forum, event: 'key communication edited', record: before._id })
    await save(doing, before, asked.revision, words)
  },
)

/**
 * "Keep this wording": an officer keeps a wording that the check found, with a reason. It counts only when every key
 * has approved it, together with the text.
 */
export const keepWording = act(async (doing, asked: { id: string; revision: number } & KeptWording): Promise<void> => {
  const { viewer, record } = doing
  const before = await keyCommunicationsFor(viewer).open(asked.id)
  if (!`${before.title}\n${before.text}`.includes(asked.text))
    throw new Refused('This wording is no longer in the text.')
  const kept = [...before.kept.filter(({ text }) => text !== asked.text), { text: asked.text, reason: asked.reason }]
  await record({ forum: before.forum, event: 'wording kept', record: before._id })
  await save(doing, before, asked.revision, { ...before, kept })
})

/** Asks every key holder to approve. Refused while the check finds something that nobody asked to keep. */
export const askForKeys = act(async (doing, asked: { id: string; revision: number }): Promise<void> => {
  const { viewer, now, record, done, tell } = doing
  const draft = await keyCommunicationsFor(viewer).open(asked.id)
  if (draft.state !== 'draft') throw new Refused('The key holders have been asked already.')
  const found = await checkOf(viewer, draft)
  if (found.standing.length > 0)
    throw new Refused('The text may identify someone. Change the wordings listed below, or keep them with a reason.')
  const saved = await keyCommunicationsFor(viewer).save(asked.id, asked.revision, {
    ...clockFrom(now),
    state: 'approval',
    sentBack: null,
  })
  if (saved === null) throw new Stale({})
  await record({
    forum: draft.forum,
    event: 'key communication sent for approval',
    record: draft._id,
    details: { hash: draft.hash },
  })
  await done(draft.forum, draft._id)
  if (draft.meeting !== null) await done(draft.forum, draft.meeting, { kind: 'draftKeyCommunication' })
  const path = `/key-communications/${draft._id}`
  await tell({ forum: draft.forum, kind: 'approvalWaiting', to: await askFor(doing, saved), path })
})

/** Saves words over the revision that was shown. While keys are asked for, everybody is asked for the new words. */
async function save(doing: Doing, before: KeyCommunication, revision: number, words: Words): Promise<void> {
  const { viewer, now, done, tell } = doing
  const { audience, title, text, kept } = words
  const waits = before.state === 'approval'
  const saved = await keyCommunicationsFor(viewer).save(before._id, revision, {
    ...wordingOf({ audience, title, text, kept }),
    ...(waits ? clockFrom(now) : {}),
  })
  if (saved === null) {
    if (before.state === 'issued') throw new Refused('It is issued and cannot be changed. Issue a correction instead.')
    throw new Stale({ title: before.title, text: before.text })
  }
  if (!waits || saved.hash === before.hash) return
  const voided = standing(before.keys, before.hash).map(({ by }) => by)
  await done(before.forum, before._id, { kind: 'giveKey' })
  await askFor(doing, saved)
  const path = `/key-communications/${before._id}`
  await tell({ forum: before.forum, kind: 'approvalWaiting', to: voided, path })
}

/** The tasks of those who hold a key; gives the people to be told first. */
async function askFor(doing: Doing, waiting: KeyCommunication): Promise<string[]> {
  const forum = await forumsFor(doing.viewer).open(waiting.forum)
  const told = await askKeyHolders(doing, forum, waiting, {
    title: 'Approve a key communication',
    path: `/key-communications/${waiting._id}`,
    record: waiting._id,
    dueAt: hours.later(doing.now, keyCommunicationHours.delegate),
  })
  return told.map(({ person }) => person)
}
