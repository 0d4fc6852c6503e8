import type { z } from 'zod'
import type { EmergencyAccess, EmergencyKind } from '../../models/emergencyAccess.ts'
import type { ForumName } from '../../models/forum.ts'
import { showInstant } from '../../server/dates.ts'
import { type FormState, formOf, optionsOf } from '../../server/forms.ts'
import { newId } from '../../server/ids.ts'
import { namedField } from '../choices.ts'
import type { Cell } from '../partials/models.ts'
import type { StateWords } from '../words.ts'

export const kindWords: Readonly<Record<EmergencyKind, string>> = {
  item: 'An agenda item',
  paper: 'A paper',
  part: 'A part of minutes',
}

/** How far a request has come. */
export const emergencyStates = {
  asked: { text: 'Waiting for approval', colour: 'yellow' },
  referred: { text: 'With the data-protection officer', colour: 'yellow' },
  granted: { text: 'Given', colour: 'green' },
  refused: { text: 'Not given', colour: 'red' },
  over: { text: 'Over', colour: 'grey' },
} as const satisfies Readonly<Record<string, StateWords>>

/** How a request stands now: one that was given ends by itself. */
export const stateOf = ({ state, until }: EmergencyAccess, now: Date): StateWords =>
  emergencyStates[state === 'granted' && until !== null && until <= now ? 'over' : state]

const cell = (column: string, text: string, href = '', tag = ''): Cell => ({ column, text, href, tag })

/** The requests that concern this viewer: the own, those of forums whose key one holds, those one is to decide. */
export const listPage = (requests: readonly EmergencyAccess[], officer: boolean, now: Date) => ({
  page: { title: 'Emergency access', breadcrumbs: [{ text: 'Home', href: '/' }] },
  columns: ['Asked', 'Forum', 'What', 'State'].map((text) => ({ text })),
  rows: requests.map((request) => {
    const { text, colour } = stateOf(request, now)
    return {
      cells: [
        cell('Asked', showInstant(request.askedAt), `/emergency-access/${request._id}`),
        cell('Forum', request.forumName),
        cell('What', kindWords[request.kind]),
        cell('State', text, '', colour),
      ],
    }
  }),
  ask: officer ? '/emergency-access/new' : '',
})

/** The form in which a records officer asks. */
export function askPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  forums: readonly ForumName[],
  state: FormState,
) {
  const form = formOf(fields, { id: newId(), days: 5 }, state)
  const chosen: Readonly<Record<string, readonly string[]>> = form.chosen
  return {
    page: {
      title: 'Ask for emergency access',
      breadcrumbs: [{ text: 'Emergency access', href: '/emergency-access' }],
    },
    form,
    forums: namedField(forums, chosen['forum'] ?? []),
    kinds: optionsOf(kindWords, chosen['kind'] ?? []),
  }
}
