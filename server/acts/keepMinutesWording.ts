import { Refused, Stale } from '../errors.ts'
import { passageAround } from '../rule/partCheck.ts'
import { textOf } from '../../models/partText.ts'
import { act, personOf } from './act.ts'
import { checkFor, openPart } from './minuting.ts'
import { type Place, changePart } from './savePart.ts'

/**
 * "Keep this wording": an officer asks, with a reason, to keep what the check found in one passage. It no longer stops
 * the minutes from going to the chairs, and counts when every key has approved the minutes with it. It ends when the
 * passage is edited. Throws Stale when the place is not what the page showed.
 */
export const keepMinutesWording = act(
  async (doing, asked: Place & { part: string; version: number; reason: string }): Promise<void> => {
    const { part, minutes } = await openPart(doing.viewer, asked.part)
    const { by, name } = { by: personOf(doing.viewer).person, name: personOf(doing.viewer).name }
    const text = textOf(part, asked.field)
    const passage = passageAround(text, asked.start, asked.end)
    const same = part.waivers.some((each) => each.passage === passage && each.reason === asked.reason)
    const finding = part.findings.find(
      ({ field, start, end }) => field === asked.field && start === asked.start && end === asked.end,
    )
    if (!same && (finding === undefined || part.version !== asked.version)) throw new Stale({})
    if (finding?.kind === 'statement')
      throw new Refused('A statement by a side goes into its own field, where that side’s chair approves it.')
    const waivers =
      same || finding === undefined
        ? part.waivers
        : [
            ...part.waivers.filter((each) => each.passage !== passage || each.text !== finding.text),
            { field: finding.field, kind: finding.kind, text: finding.text, passage, reason: asked.reason, by, name },
          ]
    await changePart(doing, { part, minutes, check: await checkFor(part) }, part.version, { waivers })
  },
)
