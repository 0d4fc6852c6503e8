import { forumsFor } from '../../models/forum.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { seatsFor } from '../../models/seat.ts'
import type { Viewer } from '../policy/terms.ts'
import type { AttributionContext } from './attribution/terms.ts'

/**
 * Everybody and every body that a text of this forum must not give away: whoever has had a seat (a text may be about an
 * older meeting), deputies and guests among them, the organisations that they represent with their other names, and the
 * forum's policy on side words.
 */
export async function attributionContextOf(viewer: Viewer, of: { forum: string }): Promise<AttributionContext> {
  const forum = await forumsFor(viewer).open(of.forum)
  const seats = await seatsFor(viewer).history(of.forum)
  const represented = new Set(seats.map(({ organisation }) => organisation))
  const organisations = (await organisationsFor(viewer).list()).filter(({ _id }) => represented.has(_id))
  const people = new Map(
    seats.map(({ person, name, jobTitle, organisationName, side }) => [
      `${person} ${organisationName}`,
      { name, jobTitle, organisation: organisationName, side },
    ]),
  )
  return {
    people: [...people.values()],
    organisations: organisations.map(({ name, aliases, formerNames, sector }) => ({
      name,
      aliases: [...aliases, ...formerNames.map((former) => former.name)],
      sector,
    })),
    policy: { sideAttribution: forum.settings.sideAttribution },
  }
}
