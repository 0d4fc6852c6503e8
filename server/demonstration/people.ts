import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { listed, officeWords, placeWords } from '../../views/words.ts'
import type { Person } from '../policy/terms.ts'
import { personToday } from '../viewer.ts'
import { signedIn } from './place.ts'
import type { Character } from './provider/pages.ts'

const operator = { kind: 'service', name: 'operator' } as const

/** The people who can be picked at sign-in, as the database knows them; those it does not know are left out. */
export async function charactersOf(
  picks: readonly { readonly email: string; readonly may: string }[],
  now: Date,
): Promise<Character[]> {
  const organisations = new Map((await organisationsFor(operator).list()).map(({ _id, name }) => [_id, name]))
  const characters: Character[] = []
  for (const { email, may } of picks) {
    const person = await peopleFor(operator).byEmail(email)
    if (person === null) continue
    const organisation = person.signsInThrough
    characters.push({
      name: person.name,
      email: person.email,
      role: roleOf(await personToday(person._id, now, signedIn), organisations),
      may,
      organisation,
      organisationName: organisations.get(organisation) ?? organisation,
    })
  }
  return characters
}

/** "Staff side, chair, for the Care and Health Workers’ Union"; offices; "No place at present" */
function roleOf({ seats, offices }: Person, organisations: ReadonlyMap<string, string>): string {
  const places = seats.map(
    ({ role, side, organisation }) =>
      `${placeWords(role, side)}, for ${organisations.get(organisation) ?? organisation}`,
  )
  return listed([...new Set([...offices.map((office) => officeWords[office]), ...places])]) || 'No place at present'
}
