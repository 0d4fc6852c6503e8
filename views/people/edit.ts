import type { z } from 'zod'
import type { Organisation } from '../../models/organisation.ts'
import type { Person } from '../../models/person.ts'
import { dayOf, showDay } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import { organisationField, revisionOf } from '../choices.ts'
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
    signedIn:
      person.firstSignedInAt === null
        ? 'This person has not signed in yet.'
        : `First signed in on ${showDay(dayOf(person.firstSignedInAt))}.`,
    form,
    organisations: organisationField(organisations, chosen['signsInThrough'] ?? []),
  }
}
