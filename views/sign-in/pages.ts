import { z } from 'zod'
import { emailAddress } from '../../server/fields.ts'
import { type FormState, formOf, noForm } from '../../server/forms.ts'

/** Where the list of organisations comes from; the short name is part of the address. */
type Choice = { readonly _id: string; readonly name: string }

const leave = (returnTo: string) => (organisation: Choice) => ({
  text: organisation.name,
  href: `/sso/${organisation._id}/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
})

/** The address by which people find their sign-in, or get a code. */
export const emailFields = z.object({ email: emailAddress('Enter your e-mail address') })

/**
 * Choosing the organisation whose sign-in one uses.
 * @param found organisations of the domain that was typed, if any
 */
export const choosePage = (made: {
  readonly organisations: readonly Choice[]
  readonly found: readonly Choice[]
  readonly email: string
  readonly returnTo: string
  readonly state: FormState | undefined
}) => ({
  page: { title: 'Sign in' },
  form: formOf(emailFields, {}, made.state ?? noForm),
  returnTo: made.returnTo,
  email: made.email,
  found: made.found.map(leave(made.returnTo)),
  organisations: made.organisations.map(leave(made.returnTo)),
})

const refusals = {
  message: {
    title: 'Signing in did not work',
    texts: [
      'What your organisation’s sign-in sent to us could not be accepted. Nobody was signed in.',
      'Try once more. If it happens again, tell your organisation’s IT help desk the reference below.',
    ],
  },
  late: {
    title: 'This sign-in cannot be used',
    texts: ['It took longer than ten minutes, was used already, or began in another browser. Begin again.'],
  },
  often: {
    title: 'Wait a few minutes',
    texts: [
      'Signing in has failed too often from your network. Try again in five minutes.',
      'If it happens again, tell your organisation’s IT help desk the reference below.',
    ],
  },
  code: {
    title: 'This code cannot be used',
    texts: [
      'It was used already, is older than ten minutes, was mistyped five times, was replaced by a newer one, or was asked for in another browser.',
      'Ask for a new one.',
    ],
  },
  codes: {
    title: 'Wait before you ask again',
    texts: [
      'Too many codes have been asked for, for this address or from your network. Use the newest that you have, or ask again in an hour.',
    ],
  },
  person: {
    title: 'You cannot use Subrosa yet',
    texts: [
      'Your organisation knows you, but nobody has invited you here with that sign-in.',
      'Ask the secretary of the forum that you expected to find. If you were invited, ask which organisation and which e-mail address the invitation names: you may have to sign in through another organisation, or with another account.',
    ],
  },
} as const

/** A sign-in that was not taken, and what to do. */
export const refusedPage = (kind: keyof typeof refusals, reference: string) => ({
  page: { title: refusals[kind].title },
  texts: refusals[kind].texts.map((text) => ({ text })),
  reference,
})

/** What was typed into a form that was sent after the session had ended. */
export const endedPage = (typed: readonly string[]) => ({
  page: { title: 'You have been signed out' },
  typed: typed.map((text, at) => ({ text, number: at + 1, several: typed.length > 1 })),
})

/** On the way to the identity provider's sign-out. */
export const leavingPage = (organisation: string, address: string) => ({
  page: { title: 'You are signed out of Subrosa' },
  organisation,
  address,
})

/** The operator's way in: the page of the link, with the button that uses it. */
export const linkPage = (secret: string) => ({
  page: { title: 'Sign in as administrator' },
  action: `/sign-in/link/${encodeURIComponent(secret)}`,
})

/** The question whether to sign out, or that it has been done. */
export const signOutPage = (signedIn: boolean) => ({
  page: { title: signedIn ? 'Sign out' : 'You are signed out' },
  signedIn,
})
