import { Router } from 'express'
import { z } from 'zod'
import { consentsFor } from '../models/consent.ts'
import { type Item, itemsFor } from '../models/item.ts'
import { meetingsFor } from '../models/meeting.ts'
import { answerConsent } from '../server/acts/answerConsent.ts'
import { agreeToLoosening, dropLoosening, proposeLoosening } from '../server/acts/loosenRule.ts'
import { dayOf } from '../server/dates.ts'
import { NotFound } from '../server/errors.ts'
import { calendarDate, choice } from '../server/fields.ts'
import { id } from '../server/ids.ts'
import { form, page, redirect, view } from '../server/page.ts'
import type { Person } from '../server/policy/terms.ts'
import { consentPage, loosenPage } from '../views/agendas/loosen.ts'
import { ofKeyHolder } from './publishing.ts'

/** Making open what is under the Rule: the chairs' question, and what each participant is asked. */
export const loosening: Router = Router()

const One = z.object({ meeting: id })
const nothing = 'Select what may be made open'
const Question = z.object({
  id,
  item: z.string({ error: nothing }).refine((given) => given === '' || id.safeParse(given).success, nothing),
  dueOn: calendarDate('Enter the last day for an answer'),
})

/** Four queries: session, seats, meeting, items. */
const ask = form({
  place: One,
  fields: Question,
  show: async (viewer, { meeting: of }, state, { now }) => {
    const meeting = await ofKeyHolder(viewer, of)
    const items = await itemsFor(viewer).ofMeeting(of)
    return view('agendas/loosen', loosenPage(Question, viewer, meeting, items, dayOf(now), state))
  },
  submit: async (viewer, { meeting }, { id: question, item, dueOn }, { now }) => {
    await ofKeyHolder(viewer, meeting)
    await proposeLoosening(viewer, now, { id: question, meeting, item: item === '' ? null : item, dueOn })
    return redirect(`/meetings/${meeting}/loosen`, 'Your key is given')
  },
})
loosening.get('/meetings/:meeting/loosen', ask.show)
loosening.post('/meetings/:meeting/loosen', ask.submit)

loosening.post(
  '/meetings/:meeting/loosen/agree',
  page(One.extend({ id }), async (viewer, asked, { now }) => {
    await ofKeyHolder(viewer, asked.meeting)
    await agreeToLoosening(viewer, now, asked)
    return redirect(`/meetings/${asked.meeting}/loosen`, 'Your key is given')
  }),
)

loosening.post(
  '/meetings/:meeting/loosen/drop',
  page(One, async (viewer, asked, { now }) => {
    await dropLoosening(viewer, now, asked)
    return redirect(`/meetings/${asked.meeting}/loosen`, 'The question is taken back')
  }),
)

const Answer = z.object({ answer: choice(['agreed', 'refused'], 'Select yes or no') })

/** The item, if this participant can see it. */
async function seen(viewer: Person, item: string | null): Promise<Item | undefined> {
  if (item === null) return undefined
  return itemsFor(viewer)
    .open(item)
    .catch((error: unknown) => {
      if (error instanceof NotFound) return undefined
      throw error
    })
}

/** Five queries: session, seats, consent, meeting, item. */
const answer = form({
  place: z.object({ consent: id }),
  fields: Answer,
  show: async (viewer, { consent: of }, state, { now }) => {
    const consent = await consentsFor(viewer).open(of)
    const meeting = await meetingsFor(viewer).open(consent.meeting)
    const item = await seen(viewer, consent.item)
    return view('agendas/consent', consentPage(Answer, consent, meeting, item, dayOf(now), state))
  },
  submit: async (viewer, { consent }, fields, { now }) => {
    await answerConsent(viewer, now, { consent, answer: fields.answer })
    return redirect(`/consents/${consent}`, 'Your answer is saved. Only you can see it')
  },
})
loosening.get('/consents/:consent', answer.show)
loosening.post('/consents/:consent', answer.submit)
