import type { Minutes } from '../../models/minutes.ts'
import { type Part, partsFor } from '../../models/part.ts'
import { fieldsOf } from '../../models/partText.ts'
import { NotFound, Refused } from '../errors.ts'
import { plainText } from '../markdown.ts'
import type { Viewer } from '../policy/terms.ts'
import { mayIdentify } from '../rule/inWords.ts'
import { findingsIn, standing } from '../rule/partCheck.ts'
import { personOf } from './act.ts'
import { checkFor } from './minuting.ts'

/** Two wordings of a passage: as circulated, and as somebody says it should read. */
export type TwoTexts = { readonly was: string; readonly reads: string }

/**
 * A member says that circulated minutes should read otherwise. It goes to the officers with both texts, and through them
 * to the next meeting. It has no author and no time, and unlike the acts of officers it leaves neither an entry in the
 * audit trail, whose time would point at whoever was there, nor a task or an e-mail. The wording asked for is checked
 * like the minutes themselves.
 * @param asked.id made when the form was shown, so that a second press adds nothing
 * Throws NotFound for those who may not, Refused when the passage is not in the minutes, the wording may identify
 * someone, or the minutes are confirmed.
 */
export async function challengeMinutes(viewer: Viewer, asked: TwoTexts & { part: string; id: string }): Promise<void> {
  const part = await partsFor(viewer).open(asked.part)
  if (!personOf(viewer).seats.some((seat) => seat.forum === part.forum)) throw new NotFound('part')
  if (part.state !== 'circulated')
    throw new Refused('Minutes can be challenged between their circulation and their confirmation.')
  await checkTwoTexts(part, asked)
  const { id, was, reads: proposed } = asked
  await partsFor(viewer).challenge(part._id, { id, was, proposed, agreed: null, at: null })
}

/** Refuses two texts that are no correction of this part, or whose new wording may identify someone. */
export async function checkTwoTexts(part: Part, { was, reads }: TwoTexts): Promise<void> {
  const words = fieldsOf(part).map(({ text }) => oneLine(plainText(text)))
  if (!words.some((text) => text.includes(oneLine(was))))
    throw new Refused('Copy the words just as they stand in the minutes of this item', 'was')
  if (oneLine(was) === oneLine(reads)) throw new Refused('Enter how the minutes should read instead', 'reads')
  const blank = { ...part, source: reads, dissent: '', statements: [], decisions: [], actions: [], waivers: [] }
  const [found] = standing(findingsIn(blank, await checkFor(part)))
  if (found !== undefined) throw new Refused(mayIdentify(found, 'Write it without naming anybody or a side'), 'reads')
}

const oneLine = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()

/** Whether a meeting comes after the one that these minutes are of. */
export const isLater = (minutes: Pick<Minutes, 'meeting' | 'meetingDate'>, at: { _id: string; meetingDate: string }) =>
  at._id !== minutes.meeting && at.meetingDate >= minutes.meetingDate
