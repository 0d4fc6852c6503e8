import { auditFor } from '../../models/auditEntry.ts'
import { forumsFor } from '../../models/forum.ts'
import { clockFrom, keyCommunicationsFor } from '../../models/keyCommunication.ts'
import { hashOfWords } from '../acts/writeKeyCommunication.ts'
import { instantOf } from '../dates.ts'
import { newId } from '../ids.ts'
import { renderMarkdown } from '../markdown.ts'
import { keyCommunications } from './data/meetings.ts'
import { coreGroup } from './data/people.ts'
import { dayIn } from './past.ts'
import { type Place, forum, forumName } from './place.ts'

const viewer = { kind: 'service', name: 'demonstration' } as const
const audit = auditFor({ kind: 'service', name: 'audit' })

/** The key communications of two years, all public. */
export async function loadIssued(place: Place, now: Date): Promise<void> {
  const ids: { id: string; title: string; issuedAt: Date }[] = []
  for (const [at, { title, text }] of keyCommunications.toReversed().entries()) {
    const issuedAt = instantOf(dayIn(-88 + at * 18, now), '16:00')
    const words = { audience: 'public' as const, title, text, kept: [] }
    const hash = hashOfWords(words)
    const keys = (['thackeray', 'okonjo'] as const).map((key, side) => ({
      side: side === 0 ? ('employer' as const) : ('staff' as const),
      by: place.ids.get(key)!,
      name: coreGroup.find((one) => one.key === key)!.name,
      at: issuedAt,
      hash,
    }))
    const id = newId()
    ids.push({ id, title, issuedAt })
    const record = {
      ...words,
      _id: id,
      forum,
      forumName,
      meeting: null,
      meetingDate: null,
      html: renderMarkdown(text),
      hash,
      keys,
      seen: [],
      sentBack: null,
      ...clockFrom(null),
    }
    await keyCommunicationsFor(viewer).create({
      ...record,
      state: 'issued',
      issuedAt,
      corrects: null,
      correctedBy: null,
      revision: 1,
    })
    await audit.append({
      forum,
      event: 'key communication issued',
      record: id,
      details: { by: 'demonstration' },
      at: issuedAt,
    })
  }
  await forumsFor(viewer).edit(forum, { latest: ids.at(-1)! })
}
