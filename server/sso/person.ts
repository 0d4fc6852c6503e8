import { emergencyAccessFor } from '../../models/emergencyAccess.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { type Person, isSignInEnded, peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import type { Arrival } from '../../models/signInRequest.ts'
import { linkIdentity } from '../acts/linkIdentity.ts'
import { noticeDiffering, noticeSame } from '../acts/noticeDiffering.ts'
import { dayOf } from '../dates.ts'
import { personToday } from '../viewer.ts'
import type { Asserted } from './assertion.ts'
import { SignInRefused } from './refused.ts'

const signIn = { kind: 'service', name: 'signIn' } as const
const people = peopleFor(signIn)
const organisations = organisationsFor(signIn)

type Who = Pick<Asserted, 'issuer' | 'nameId' | 'email'>

/**
 * The person whom this organisation asserts: by identity if they signed in before, else by the e-mail address to which
 * an invitation went, if it is of the organisation's own domains, the invitation names it for sign-in, and is open
 * still. An organisation can never assert a person who signs in through another.
 * @throws SignInRefused 'person', which says the same whether there is a person of that address or not
 */
export async function personAsserted(organisation: string, { issuer, nameId, email }: Who, now: Date): Promise<Person> {
  const known = await people.byIdentity({ organisation, issuer, nameId })
  if (known !== null)
    return known.signsInThrough === organisation
      ? known
      : refuse('this person now signs in through another organisation')
  const { domains } = await organisations.open(organisation)
  if (!domains.includes(email.slice(email.indexOf('@') + 1)))
    return refuse('the identity is not linked, and the address is of none of its domains')
  const invited = await people.byEmail(email)
  if (invited === null || invited.signsInThrough !== organisation)
    return refuse(
      nameId.includes('@')
        ? 'nobody is linked by this name, which is an e-mail address: a changed address is another identity'
        : 'nobody was invited by this address to sign in through this organisation',
    )
  if (invited.identities.length > 0)
    return refuse('this identity is another than the one that is linked to the person of this address', invited)
  if (isSignInEnded(invited)) return refuse('an administrator ended the sign-in of whoever has this address')
  if (!(await isExpected(invited._id, organisation, now)))
    return refuse('whoever was invited by this address has no place any more')
  return invited
}

/** Whether an invitation is open: to a place or office that lasts or is to come, or to decide about emergency access. */
async function isExpected(person: string, through: string, now: Date): Promise<boolean> {
  if (await seatsFor(signIn).anyLasting(person, dayOf(now))) return true
  const viewer = await personToday(person, now, { by: 'organisation', passkey: false, through })
  return (await emergencyAccessFor(viewer).list()).length > 0
}

/**
 * The person who arrived, now that the browser is back; links the identity at the first sign-in. Another address than
 * the one on record changes nothing, and waits for an administrator.
 * @throws SignInRefused 'person' when that has become impossible in the meantime
 */
export async function admit(organisation: string, arrival: Arrival, now: Date): Promise<Person> {
  const identity = { organisation, issuer: arrival.issuer, nameId: arrival.nameId }
  const person = await people.open(arrival.person)
  if (person.signsInThrough !== organisation) return refuse('this person now signs in through another organisation')
  if (!hasIdentity(person, identity)) {
    const linked = await linkIdentity(signIn, now, { person: person._id, identity }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 11000) return false
      throw error
    })
    if (!linked) return refuse('another identity was linked first, or the sign-in was ended')
  }
  if (arrival.email === person.email) await noticeSame(person)
  else if (arrival.email !== '') await noticeDiffering(person, 'address', arrival.email, now)
  return person
}

/**
 * Whether the person is still linked as they arrived: asked once more after the session was stored, because a sign-in
 * that is ended meanwhile ends the sessions that there are.
 */
export async function isStillLinked(organisation: string, arrival: Arrival): Promise<boolean> {
  const identity = { organisation, issuer: arrival.issuer, nameId: arrival.nameId }
  return (await people.byIdentity(identity))?.signsInThrough === organisation
}

const hasIdentity = ({ identities }: Person, { organisation, issuer, nameId }: Person['identities'][number]): boolean =>
  identities.some((one) => one.organisation === organisation && one.issuer === issuer && one.nameId === nameId)

function refuse(reason: string, other?: Person): never {
  throw new SignInRefused('person', reason, other === undefined ? {} : { other })
}
