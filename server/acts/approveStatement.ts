import { partsFor } from '../../models/part.ts'
import { NotFound, Refused, Stale } from '../errors.ts'
import { chairs } from '../policy/places.ts'
import type { Side } from '../policy/terms.ts'
import { findingsIn, standing } from '../rule/partCheck.ts'
import { act, personOf } from './act.ts'
import { checkFor, openPart } from './minuting.ts'

/**
 * A side's chair approves the statement that the minutes give to the side: that chair alone, and nobody whom the side
 * named to give its key.
 * Throws Refused for anybody else and while the statement may identify a person, Stale when its words have changed.
 */
export const approveStatement = act(
  async ({ viewer, record, done }, asked: { part: string; side: Side; version: number }): Promise<void> => {
    const { part } = await openPart(viewer, asked.part)
    const person = personOf(viewer)
    const statement = part.statements.find(({ side }) => side === asked.side)
    if (statement === undefined) throw new NotFound('part')
    if (!chairs(person, part.forum, asked.side))
      throw new Refused('A statement by a side is approved by that side’s own chair.')
    if (part.version !== asked.version) throw new Stale({})
    const found = standing(findingsIn(part, await checkFor(part)))
    if (found.some(({ field }) => field === `statement-${asked.side}`))
      throw new Refused('The statement may identify a person. It has to be reworded first.')
    const statements = part.statements.map((each) =>
      each.side === asked.side ? { ...each, approval: { by: person.person, name: person.name } } : each,
    )
    if (!(await partsFor(viewer).approveStatements(part._id, part.version, statements))) throw new NotFound('part')
    await done(part.forum, part._id, { kind: 'giveKey', side: asked.side })
    const event = 'statement by a side approved'
    await record({ forum: part.forum, event, record: part._id, details: { side: asked.side } })
  },
)
