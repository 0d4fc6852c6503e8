import { actionsFor } from '../../models/action.ts'
import { decisionsFor } from '../../models/decision.ts'
import { type Item, itemsFor } from '../../models/item.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { minutesFor, newMinutes } from '../../models/minutes.ts'
import { type Part, type PartFollows, partsFor } from '../../models/part.ts'
import { noText } from '../../models/partText.ts'
import { draftsFor } from '../../models/draft.ts'
import { partVersionsFor } from '../../models/partVersion.ts'
import { Refused } from '../errors.ts'
import { newId } from '../ids.ts'
import { act } from './act.ts'
import { hashOfParts, releases } from './minuting.ts'

/** States in which a meeting has an agenda that minutes can be written against. */
const withAgenda: readonly Meeting['state'][] = ['called', 'held', 'adjourned', 'closed']

/**
 * Begins the minutes of a meeting with a part for every published item; minutes that have begun take in what the agenda
 * has gained or changed since. Throws Refused before the agenda is published, NotFound for anybody but an officer.
 */
export const startMinutes = act(async ({ viewer, record }, { meeting: of }: { meeting: string }): Promise<void> => {
  const meeting = await meetingsFor(viewer).open(of)
  if (!withAgenda.includes(meeting.state))
    throw new Refused('Minutes are written against a published agenda. Publish the agenda first.')
  const { forum, forumName, meetingDate } = meeting
  const begun = await minutesFor(viewer).find(of)
  if (begun === null)
    await minutesFor(viewer).create(
      newMinutes({ _id: newId(), forum, forumName, meeting: of, meetingDate, audience: 'forum' }),
    )
  else if (begun.state !== 'draft') throw new Refused('These minutes are with the chairs or circulated already.')
  const added = await followAgenda(meeting)
  const event = begun === null ? 'minutes begun' : 'agenda taken into minutes'
  await record({ forum, event, record: of, details: { added } })
})

/** Brings the parts of minutes in step with the agenda; gives how many are new. Inside an act of an officer. */
export async function followAgenda({ _id, forum, forumName }: Meeting): Promise<number> {
  const items = (await itemsFor(releases).ofMeeting(_id)).filter(({ state }) => state === 'published')
  const parts = new Map((await partsFor(releases).ofMeeting(_id)).map((part) => [part.item, part]))
  for (const item of items) {
    const part = parts.get(item._id)
    if (part !== undefined && differs(part, item)) await followItem(part, item)
  }
  const lacking = items.filter((item) => !parts.has(item._id))
  await partsFor(releases).create(lacking.map((item) => blankPart(item, { forum, forumName, meeting: _id })))
  return lacking.length
}

/**
 * Lets the part of an item follow it: who may see it, its rule status, who stepped out, its date and number; drafts and
 * earlier versions, decisions and actions too. For every act that changes these on an item, inside its transaction.
 */
export async function followItem(part: Pick<Part, '_id' | 'item'>, item: Item): Promise<void> {
  const { audience, ruleStatus, steppedOut, meetingDate } = item
  await partsFor(releases).follow(item._id, copied(item))
  await draftsFor(releases).follow(part._id, { audience, steppedOut, meetingDate })
  await partVersionsFor(releases).follow(part._id, { audience, steppedOut, meetingDate })
  await decisionsFor(releases).follow(item._id, { audience, ruleStatus, steppedOut, meetingDate })
  await actionsFor(releases).follow(item._id, { audience, ruleStatus, steppedOut, meetingDate })
  await voidKeys(item.meeting)
}

/** Who may see a part belongs to what a key approves: keys given before such a change no longer count. */
async function voidKeys(meeting: string): Promise<void> {
  const minutes = await minutesFor(releases).find(meeting)
  if (minutes === null || minutes.state !== 'review') return
  const parts = await partsFor(releases).ofMeeting(meeting)
  if (hashOfParts(minutes.nonce, parts) === minutes.hash) return
  const nonce = newId()
  const change = { nonce, hash: hashOfParts(nonce, parts), keys: [] }
  await minutesFor(releases).change(minutes._id, 'edit', { state: 'review' }, change)
}

const copied = ({
  audience,
  ruleStatus,
  steppedOut,
  meetingDate,
  number,
  title,
  position,
  closed,
}: Item): PartFollows => ({
  audience,
  ruleStatus,
  steppedOut,
  meetingDate,
  number: number === '' ? String(position) : number,
  title,
  position,
  closed,
})

/** A part's copies of what its item says, in one order, to compare. */
const copies = ({
  audience,
  ruleStatus,
  steppedOut,
  meetingDate,
  number,
  title,
  position,
  closed,
}: PartFollows): string =>
  JSON.stringify([audience, ruleStatus, steppedOut, meetingDate, number, title, position, closed])

const differs = (part: Part, item: Item): boolean => copies(part) !== copies(copied(item))

const blankPart = (item: Item, of: Pick<Part, 'forum' | 'forumName' | 'meeting'>): Part => ({
  ...of,
  ...copied(item),
  ...noText,
  _id: newId(),
  item: item._id,
  quorate: null,
  state: 'draft',
  version: 0,
  findings: [],
  waivers: [],
  corrections: [],
  challenges: [],
})
