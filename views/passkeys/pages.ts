import type { z } from 'zod'
import type { Passkey } from '../../models/passkey.ts'
import { showDay } from '../../server/dates.ts'
import { type FormState, formOf } from '../../server/forms.ts'
import type { Person } from '../../server/policy/terms.ts'

const pageOf = (title: string) => ({ title, breadcrumbs: [{ text: 'Your account', href: '/account' }] })

/** To add a passkey: with a code, or in a session in which a passkey that counts somewhere was used. */
export function addPage<Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>, viewer: Person, state: FormState) {
  return {
    page: pageOf('Add a passkey'),
    form: formOf(fields, {}, state),
    withoutCode: viewer.proof.passkey && viewer.seats.some(({ vouched }) => vouched),
  }
}

/** To use a passkey; `returnTo` is the path to go on to. */
export function usePage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  passkeys: readonly Passkey[],
  returnTo: string,
  state: FormState,
) {
  return {
    page: pageOf('Use your passkey'),
    form: formOf(fields, {}, state),
    action: `/account/passkey?returnTo=${encodeURIComponent(returnTo)}`,
    names: passkeys.map(({ name }) => ({ text: name })),
  }
}

/** To let the passkey of this session count for one more place. */
export const placePage = <Shape extends z.ZodRawShape>(fields: z.ZodObject<Shape>, state: FormState) => ({
  page: pageOf('Use your passkey for another place'),
  form: formOf(fields, {}, state),
})

export const renamePage = <Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  { _id, name }: Passkey,
  state: FormState,
) => ({
  page: pageOf('Rename a passkey'),
  form: formOf(fields, { name }, state),
  action: `/account/passkeys/${_id}`,
})

/** @param ofSession whether it is the passkey of this session, which then ends */
export const removePage = ({ _id, name, addedOn }: Passkey, ofSession: boolean) => ({
  page: pageOf('Remove a passkey'),
  action: `/account/passkeys/${_id}/remove`,
  name,
  added: showDay(addedOn),
  ofSession,
})
