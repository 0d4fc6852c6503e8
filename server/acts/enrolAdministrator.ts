import { enrolments } from '../../models/enrolment.ts'
import { isSignInEnded, peopleFor } from '../../models/person.ts'
import { seatsFor } from '../../models/seat.ts'
import { dayOf } from '../dates.ts'
import { Refused } from '../errors.ts'
import { act, installation } from './act.ts'
import { type Someone, giveOfficeTo } from './seatPerson.ts'
import { membership } from './seating.ts'

const signIn = { kind: 'service', name: 'signIn' } as const

/** The administrator with this address; `make` is how to make one where there is none, and null for not at all. */
type Asked = {
  readonly email: string
  readonly make: Pick<Someone, 'name' | 'signsInThrough'> | null
  /** A hash of the secret in the link. */
  readonly link: string
}

/**
 * The operator makes a link by which an administrator signs in once, within ten minutes, without any identity provider:
 * a broken one must not lock out who can mend it. A link that was made before ends.
 * @throws Refused where there is no administrator of this address and none may be made, or their sign-in was ended
 */
export const enrolAdministrator = act(async (doing, { email, make, link }: Asked): Promise<void> => {
  const { viewer, now, record } = doing
  const known = await peopleFor(viewer).byEmail(email)
  if (known !== null && isSignInEnded(known))
    throw new Refused('An administrator ended the sign-in of this person. Make the link for another', 'email')
  const isOne = known !== null && (await isAdministrator(known._id, now))
  if (!isOne && make === null)
    throw new Refused(
      'There is no administrator with this address. To make one, give --name and --signs-in-through',
      'email',
    )
  const person = isOne ? known._id : await giveOfficeTo(doing, { ...make!, email, office: 'administrator' })
  await enrolments.put(person, link, now)
  await record({ forum: installation, event: 'operator’s link made', record: person })
})

/**
 * Somebody opened the link: gives the administrator whom it signs in, and uses it up. Every administrator is told.
 * @param link a hash of the secret in the link
 * @throws Refused when there is no such link (any more), or the person is no administrator by now, or their sign-in was ended
 */
export const useEnrolment = act(async ({ now, record, tell }, { link }: Pick<Asked, 'link'>): Promise<string> => {
  const person = await enrolments.use(link, now)
  if (person === null || !(await mayEnrol(person, now))) throw new Refused('no such link of the operator’s')
  const seats = await seatsFor(membership).inForum(installation, dayOf(now))
  const to = seats.filter(({ office }) => office === 'administrator').map((seat) => seat.person)
  await record({ forum: installation, event: 'operator’s link used', record: person })
  await tell({ forum: installation, kind: 'operatorsLinkUsed', to, path: '/administration' })
  return person
})

/** Whether a link signs this person in: an administrator, whose own sign-in nobody has ended. */
export const mayEnrol = async (person: string, now: Date): Promise<boolean> =>
  (await isAdministrator(person, now)) && !isSignInEnded(await peopleFor(signIn).open(person))

const isAdministrator = async (person: string, now: Date): Promise<boolean> =>
  (await seatsFor(membership).heldBy(person, dayOf(now))).some(({ office }) => office === 'administrator')
