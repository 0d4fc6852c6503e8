import type { z } from 'zod'
import type { Organisation } from '../../models/organisation.ts'
import type { Person } from '../../models/person.ts'
import { dayOf, showDay } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { namedField, revisionOf } from '../choices.ts'
import { administrationCrumbs } from '../forums/administration.ts'

/** The form of a person, for an administrator. */
export function personPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  person: Person,
  organisations: readonly Organisation[],
  state: FormState,
) {
  const form = formOf(fields, person, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    page: {
      title: person.name,
      breadcrumbs: administrationCrumbs({ text: 'People', href: '/administration/people' }),
    },
    action: `/administration/people/${person._id}`,
    revision: revisionOf(person, state),
    signedIn: signedInWords(person),
    differs: person.differs && !person.differs.settled ? `/administration/people/${person._id}/differing` : '',
    unlink: `/administration/people/${person._id}/sign-in`,
    ended: (person.unlinkedOn ?? null) !== null,
    letIn: `/administration/people/${person._id}/let-in`,
    recordRevision: String(person.revision),
    form,
    organisations: namedField(organisations, chosen['signsInThrough'] ?? []),
  }
}

/** What there is to know of a person's sign-in: never when the last one was. */
function signedInWords({ firstSignedInAt, unlinkedOn, identities }: Person): string {
  if ((unlinkedOn ?? null) !== null)
    return `An administrator ended this person’s sign-in on ${showDay(unlinkedOn!)}. They cannot sign in until you let them in again.`
  if (firstSignedInAt === null) return 'This person has not signed in yet.'
  const first = `First signed in on ${showDay(dayOf(firstSignedInAt))}.`
  return identities.length === 0 ? `${first} No sign-in is linked now: the next one is.` : first
}

/** The form by which an administrator ends somebody's sign-in. */
export function unlinkPage<Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>, person: Person, state: FormState) {
  const form = formOf(fields, {}, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  const here = `/administration/people/${person._id}`
  return {
    page: {
      title: 'End the sign-in',
      breadcrumbs: administrationCrumbs(
        { text: 'People', href: '/administration/people' },
        { text: person.name, href: here },
      ),
    },
    name: person.name,
    action: `${here}/sign-in`,
    revision: revisionOf(person, state),
    form,
    why: optionsOf(
      {
        left: {
          text: 'They left, or must not sign in any more',
          hint: 'Nobody is linked to this person until you let them in again. The chairs of their sides are told',
        },
        again: {
          text: 'The same person goes on under another account',
          hint: 'The next sign-in with the e-mail address on record is linked. Only if you have checked that it is still theirs',
        },
      },
      chosen['why'] ?? [],
    ),
  }
}
