import { z } from 'zod'
import { type FormState, formOf } from '../../server/forms.ts'

const wanted = 'Enter the 8 digits of the code, which is in the e-mail'

/** The code as people type it: digits, in groups or not. */
export const codeFields = z.object({
  code: z
    .string({ error: wanted })
    .max(40, wanted)
    .transform((text) => text.replaceAll(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{8}$/, wanted)),
})

/** A code that was not the right one; what was typed is not shown again. */
export function wrongCode(left: number): FormState {
  const tries = left === 1 ? 'You have one try left' : `You have ${left} tries left`
  const text = `That is not the code. Look for the newest e-mail from Subrosa. ${tries}`
  return { typed: {}, wrong: [{ field: 'code', text }], current: {}, summary: [{ text, href: '#code' }] }
}

/** Where the code is typed in that was sent, if one was. Says the same to everybody. */
export const codePage = (returnTo: string, state: FormState) => ({
  page: { title: 'Enter the code' },
  form: formOf(codeFields, {}, state),
  again: `/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
})
