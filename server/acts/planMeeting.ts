import { areasFor } from '../../models/area.ts'
import { forumsFor } from '../../models/forum.ts'
import { type Meeting, meetingsFor } from '../../models/meeting.ts'
import { type Day, dayOf, showDay } from '../dates.ts'
import { Refused } from '../errors.ts'
import type { RuleStatus, Viewer } from '../policy/terms.ts'
import { act, mine } from './act.ts'
import { officerOf } from './convening.ts'

/** What an officer plans; `id` is the new meeting's, made when the form was shown. */
export type Plan = Pick<Meeting, 'kind' | 'meetingDate' | 'from' | 'until' | 'place' | 'joiningLink' | 'ruleStatus'> & {
  readonly id: string
  readonly forum: string
  /** The area of a local meeting; ignored for a core one. */
  readonly area: string
}

/**
 * An officer plans a meeting, which officers alone see until it is called. Throws Refused for a day that has passed,
 * an end before the beginning, a local meeting without an area, and a rule status looser than the forum's.
 */
export const planMeeting = act(
  async ({ viewer, now, record, ask }, asked: Plan): Promise<void> => {
    officerOf(viewer, asked.forum)
    const forum = await forumsFor(viewer).open(asked.forum)
    refuseOddTimes(asked, dayOf(now))
    refuseLooser(forum.settings.ruleStatus, asked.ruleStatus)
    const { id: _id, kind, area, ...rest } = asked
    const where = kind === 'local' ? await chosenArea(viewer, area, forum.areas) : { area: null, areaName: '' }
    await meetingsFor(viewer).create({ ...rest, ...where, _id, kind, forumName: forum.name, state: 'planned' })
    await record({ forum: forum._id, event: 'meeting planned', record: _id, details: { kind, day: asked.meetingDate } })
    await ask({
      forum: forum._id,
      record: _id,
      kind: 'prepareAgenda',
      for: 'officers',
      title: `Prepare the agenda of ${showDay(asked.meetingDate)}`,
      path: `/meetings/${_id}/agenda`,
    })
  },
  async (viewer, { id, forum }) => mine((await meetingsFor(viewer).open(id)).forum === forum),
)

/** Refuses a day before today, and an end that is not after the beginning. */
export function refuseOddTimes(
  { meetingDate, from, until }: Pick<Meeting, 'meetingDate' | 'from' | 'until'>,
  today: Day,
): void {
  if (meetingDate < today) throw new Refused('Enter today’s date or a later one', 'meetingDate')
  if (until <= from) throw new Refused('Enter a time after the beginning', 'until')
}

/** A meeting may tighten the forum's rule status, and an item its meeting's; neither loosens it. */
export function refuseLooser(set: RuleStatus, asked: RuleStatus): void {
  if (set === 'chathamHouse' && asked === 'open')
    throw new Refused('Select the Chatham House Rule: what is under it cannot be made open here', 'ruleStatus')
}

async function chosenArea(viewer: Viewer, area: string, areas: readonly string[]) {
  const found = (await areasFor(viewer).list()).find(({ _id }) => _id === area && areas.includes(_id))
  if (found === undefined) throw new Refused('Select the area of the local meeting', 'area')
  return { area: found._id, areaName: found.name }
}
