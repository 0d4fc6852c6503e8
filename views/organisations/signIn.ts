import type { z } from 'zod'
import type { IdentityProvider, ReadProvider } from '../../models/identityProvider.ts'
import type { Organisation } from '../../models/organisation.ts'
import { certificateFacts, lastToExpire, warningDue } from '../../server/certificate.ts'
import { dayOf, showDay, showInstant } from '../../server/dates.ts'
import { type FormState, formOf, noForm, optionsOf } from '../../server/forms.ts'
import { administrationCrumbs } from '../forums/administration.ts'
import type { Cell, Fact } from '../partials/models.ts'

const crumbs = ({ _id, name }: Organisation, ...more: readonly { text: string; href: string }[]) =>
  administrationCrumbs(
    { text: 'Organisations', href: '/administration/organisations' },
    { text: name, href: `/administration/organisations/${_id}` },
    ...more,
  )

const fact = (key: string, value: string): Fact => ({ key, value, href: '', action: false })
const cell = (column: string, text: string, tag = ''): Cell => ({ column, text, href: '', tag })
const columns = (...names: readonly string[]) => names.map((text) => ({ text }))

/** How the end of a certificate is told: "3 March 2027, in 12 days". */
function ends(expiresAt: Date, now: Date): string {
  const days = Math.floor((expiresAt.getTime() - now.getTime()) / 86_400_000)
  if (days > 366) return showDay(dayOf(expiresAt))
  const when = days < 0 ? 'expired' : days === 0 ? 'today' : days === 1 ? 'in 1 day' : `in ${days} days`
  return `${showDay(dayOf(expiresAt))}, ${when}`
}

/** What to say of a sign-in whose last certificate ends within sixty days; '' for nothing. */
export function expiryWarning(provider: Pick<IdentityProvider, 'certificates'> | null, now: Date): string {
  const last = provider === null ? undefined : lastToExpire(provider.certificates)
  if (last === undefined || warningDue(last.expiresAt, now) === undefined) return ''
  return `The last certificate of this sign-in expires: ${ends(last.expiresAt, now)}. Ask the organisation for its new metadata, and import it before.`
}

/** The sign-in of an organisation in a sentence, for the organisation's own page. */
export const signInLine = (provider: IdentityProvider | null, now: Date): string =>
  provider === null ? 'This organisation has no sign-in yet.' : expiryWarning(provider, now) || 'It is set up.'

const signsWords = { assertion: 'The assertion', response: 'The response, by a recorded exception' } as const

/** The sign-in of an organisation: what is in force, what its own administrators need, and the form to import. */
export function importPage<Shape extends z.ZodRawShape>(
  fields: z.ZodObject<Shape>,
  organisation: Organisation,
  {
    provider,
    ours,
    refusals,
  }: {
    readonly provider: IdentityProvider | null
    readonly ours: { readonly entityId: string; readonly acs: string; readonly logout: string }
    /** What was refused lately, latest first; it names nobody. */
    readonly refusals: readonly { readonly at: Date; readonly reason: string; readonly reference: string }[]
  },
  now: Date,
  state: FormState,
) {
  return {
    page: { title: 'Sign-in', breadcrumbs: crumbs(organisation) },
    organisation: organisation.name,
    action: `/administration/organisations/${organisation._id}/sign-in`,
    test: `/sso/${organisation._id}/test`,
    warning: expiryWarning(provider, now),
    inForce: provider !== null,
    facts:
      provider === null
        ? []
        : [
            fact('Name of the provider (entity ID)', provider.entityId),
            fact('Sign-in address', provider.entryPoint),
            fact('Sign-out address', provider.logoutUrl === '' ? 'None' : provider.logoutUrl),
            fact('Must be signed', signsWords[provider.signs]),
            fact('In force since', showDay(dayOf(provider.changedAt))),
          ],
    columns: columns('Certificate (SHA-256)', 'Expires'),
    certificates: (provider?.certificates ?? []).map((pem) => {
      const { fingerprint, expiresAt } = certificateFacts(pem)
      return {
        cells: [cell('Certificate (SHA-256)', spaced(fingerprint)), cell('Expires', ends(expiresAt, now))],
      }
    }),
    refusalColumns: columns('When', 'Why', 'Reference'),
    refusals: refusals.map(({ at, reason, reference }) => ({
      cells: [cell('When', showInstant(at)), cell('Why', reason), cell('Reference', reference)],
    })),
    ours: [
      fact('Entity ID, and address of our metadata', ours.entityId),
      fact('Assertion consumer service (ACS), HTTP-POST', ours.acs),
      fact('Sign-out (single logout), HTTP-Redirect or HTTP-POST', ours.logout),
    ],
    form: formOf(fields, {}, state),
  }
}

/** In groups that break where a line ends, and that two people can read to each other. */
const spaced = (fingerprint: string): string =>
  fingerprint
    .match(/.{1,12}/g)
    ?.join(' ')
    .replaceAll(': ', ' ') ?? ''

type Change = { readonly proposed: ReadProvider; readonly proposal: string; readonly shown: string }

/** What an import would change, beside what is in force; takes effect by the form at its end. */
export function reviewPage(
  organisation: Organisation,
  provider: IdentityProvider | null,
  { proposed, proposal, shown }: Change,
  now: Date,
  state: FormState = noForm,
) {
  const certificates = certificateRows(provider?.certificates ?? [], proposed.certificates, now)
  const values = valueRows(provider, proposed)
  const changed = [...certificates, ...values].some(({ changed: is }) => is)
  const certificatesChange = certificates.some(({ changed: is }) => is)
  const action = `/administration/organisations/${organisation._id}/sign-in`
  return {
    page: {
      title: 'Check the change',
      breadcrumbs: crumbs(organisation, { text: 'Sign-in', href: action }),
    },
    organisation: organisation.name,
    action: `${action}/review`,
    back: action,
    changed,
    otherProvider: provider !== null && provider.entityId !== proposed.entityId,
    columns: columns('What', 'In force', 'From now on', 'Change'),
    values: values.map(({ cells }) => ({ cells })),
    certificateColumns: columns('Certificate (SHA-256)', 'Expires', 'Change'),
    certificates: certificates.map(({ cells }) => ({ cells })),
    proposal,
    shown,
    confirmations: certificatesChange
      ? optionsOf(
          {
            yes: 'I have compared the new fingerprints with the organisation, by telephone or another way that I trust',
          },
          [],
        )
      : false,
    error: state.wrong.find(({ field }) => field === 'certificates')?.text ?? '',
  }
}

const changeTag = (changed: boolean): Cell => cell('Change', changed ? 'Changes' : 'Stays', changed ? 'yellow' : 'grey')

function valueRows(provider: IdentityProvider | null, proposed: ReadProvider) {
  const signs = provider?.entityId === proposed.entityId ? provider.signs : 'assertion'
  const rows: readonly (readonly [string, string, string])[] = [
    ['Name of the provider (entity ID)', provider?.entityId ?? '', proposed.entityId],
    ['Sign-in address', provider?.entryPoint ?? '', proposed.entryPoint],
    ['Sign-out address', provider?.logoutUrl ?? '', proposed.logoutUrl],
    ['Must be signed', provider === null ? '' : signsWords[provider.signs], signsWords[signs]],
  ]
  return rows.map(([what, before, after]) => ({
    changed: before !== after,
    cells: [
      cell('What', what),
      cell('In force', before === '' ? 'None' : before),
      cell('From now on', after === '' ? 'None' : after),
      changeTag(before !== after),
    ],
  }))
}

const byFingerprint = (pems: readonly string[]) =>
  new Map(pems.map(certificateFacts).map((one) => [one.fingerprint, one]))

function certificateRows(before: readonly string[], after: readonly string[], now: Date) {
  const [had, has] = [byFingerprint(before), byFingerprint(after)]
  return [...new Map([...has, ...had]).values()].map(({ fingerprint, expiresAt }) => {
    const [word, colour] = !has.has(fingerprint)
      ? ['Goes', 'red']
      : had.has(fingerprint)
        ? ['Stays', 'grey']
        : ['New', 'green']
    return {
      changed: word !== 'Stays',
      cells: [
        cell('Certificate (SHA-256)', spaced(fingerprint)),
        cell('Expires', ends(expiresAt, now)),
        cell('Change', word, colour),
      ],
    }
  })
}
