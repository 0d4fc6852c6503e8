import { organisationsFor } from '../../models/organisation.ts'
import { type Person, peopleFor } from '../../models/person.ts'
import type { Arrival } from '../../models/signInRequest.ts'
import { linkIdentity } from '../acts/linkIdentity.ts'
import type { Asserted } from './assertion.ts'
import { SignInRefused } from './refused.ts'

const signIn = { kind: 'service', name: 'signIn' } as const
const people = peopleFor(signIn)
const organisations = organisationsFor(signIn)

type Who = Pick<Asserted, 'issuer' | 'nameId' | 'email'>

/**
 * The person whom this organisation asserts: by identity if they signed in before, else by the e-mail address to which
 * an invitation went, if it is of the organisation's own domains and the invitation names it for sign-in. An
 * organisation can never assert a person who signs in through another.
 * @throws SignInRefused 'person', which says the same whether there is a person of that address or not
 */
export async function personAsserted(organisation: string, { issuer, nameId, email }: Who): Promise<Person> {
  const known = await people.byIdentity({ organisation, issuer, nameId })
  if (known !== null)
    return known.signsInThrough === organisation
      ? known
      : refuse('this person now signs in through another organisation')
  const invited = email === '' ? null : await people.byEmail(email)
  const { domains } = await organisations.open(organisation)
  if (!domains.includes(email.slice(email.indexOf('@') + 1))) return refuse('the address is of none of its domains')
  if (invited === null || invited.signsInThrough !== organisation || invited.identities.length > 0)
    return refuse('nobody was invited by this address to sign in through this organisation')
  return invited
}

/**
 * The person who arrived, now that the browser is back; links the identity at the first sign-in.
 * @throws SignInRefused 'person' when that has become impossible in the meantime
 */
export async function admit(organisation: string, arrival: Arrival, now: Date): Promise<Person> {
  const identity = { organisation, issuer: arrival.issuer, nameId: arrival.nameId }
  const person = await people.open(arrival.person)
  if (person.signsInThrough !== organisation) return refuse('this person now signs in through another organisation')
  const linked = person.identities.some(
    (one) => one.organisation === organisation && one.issuer === identity.issuer && one.nameId === identity.nameId,
  )
  if (!linked && !(await linkIdentity(signIn, now, { person: person._id, identity })))
    return refuse('another identity was linked first')
  return person
}

function refuse(reason: string): never {
  throw new SignInRefused('person', reason)
}
