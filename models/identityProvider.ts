import { certificateFacts } from '../server/certificate.ts'
import { versionHash } from '../server/policy/versionHash.ts'
import type { Viewer } from '../server/policy/terms.ts'
import { found, insert, scopedModel, under } from './scoped.ts'

/** An organisation's own sign-on: where people are sent, and by which certificates its answers are known. */
export type IdentityProvider = {
  /** The organisation's short name: each has one provider, and one set of addresses below /sso/. */
  readonly _id: string
  /** What the provider calls itself: the Issuer of everything it says. */
  readonly entityId: string
  /** Where sign-in requests go, by redirect. */
  readonly entryPoint: string
  /** Where sign-out requests go, by redirect; '' when the provider has no such address. */
  readonly logoutUrl: string
  /** Signing certificates in PEM. More than one while the provider changes its certificate. */
  readonly certificates: readonly string[]
  /** What the provider signs. `response` is a recorded exception for one that cannot sign its assertions. */
  readonly signs: 'assertion' | 'response'
  readonly changedAt: Date
  /** The warnings that went out before certificates expire: fingerprint and days ahead. */
  readonly warned?: readonly string[]
}

/** What an identity provider's metadata says of it, as far as we use it. */
export type ReadProvider = Pick<IdentityProvider, 'entityId' | 'entryPoint' | 'logoutUrl' | 'certificates'>

const said = ({ entityId, entryPoint, logoutUrl, certificates }: ReadProvider) => ({
  entityId,
  entryPoint,
  logoutUrl,
  certificates: certificates.map((pem) => certificateFacts(pem).fingerprint).toSorted(),
})

/** Whether both say the same of a provider, in whatever order they list its certificates. */
export const sameProvider = (one: ReadProvider, other: ReadProvider): boolean =>
  versionHash(said(one)) === versionHash(said(other))

/** Whether both list the same certificates. */
export const sameCertificates = (one: ReadProvider, other: ReadProvider): boolean =>
  versionHash(said(one).certificates) === versionHash(said(other).certificates)

/**
 * The hash of one exact change, which whoever confirms it gives back: what is in force now, and what would be.
 * @param before the provider in force, if there is one
 */
export const changeHash = (before: IdentityProvider | null, after: ReadProvider): string =>
  versionHash({ before: before === null ? null : { ...said(before), signs: before.signs }, after: said(after) })

const Providers = scopedModel<IdentityProvider>('IdentityProvider', 'identityProvider', {
  entityId: { type: String, required: true },
  entryPoint: { type: String, required: true },
  logoutUrl: { type: String, default: '' },
  certificates: [String],
  signs: { type: String, enum: ['assertion', 'response'], default: 'assertion' },
  changedAt: { type: Date, required: true },
  warned: [String],
})

/** The identity providers one viewer may touch. */
export const identityProvidersFor = (viewer: Viewer) => ({
  /** The provider of an organisation. Throws NotFound when it has none. */
  open: async (organisation: string): Promise<IdentityProvider> =>
    found(
      await Providers.findOne({ _id: organisation }, null, under(viewer, 'read')).lean<IdentityProvider>(),
      'identityProvider',
    ),
  /** The provider of an organisation; null when it has none. */
  ofOrganisation: async (organisation: string): Promise<IdentityProvider | null> =>
    Providers.findOne({ _id: organisation }, null, under(viewer, 'read')).lean<IdentityProvider>(),
  list: async (): Promise<IdentityProvider[]> =>
    Providers.find({}, null, under(viewer, 'read')).sort({ _id: 1 }).lean<IdentityProvider[]>(),
  /** Adds the providers of organisations that have none. */
  create: async (providers: readonly IdentityProvider[]): Promise<void> => {
    if (providers.length > 0) await insert(Providers, viewer, providers)
  },
  /** Notes that a warning went out. False when it had before. */
  markWarned: async (_id: string, warning: string): Promise<boolean> =>
    (
      await Providers.updateOne(
        { _id, warned: { $ne: warning } },
        { $push: { warned: warning } },
        under(viewer, 'edit'),
      )
    ).modifiedCount === 1,
  /** The providers of these organisations, in no order. */
  some: async (organisations: readonly string[]): Promise<IdentityProvider[]> =>
    Providers.find({ _id: { $in: organisations } }, null, under(viewer, 'read')).lean<IdentityProvider[]>(),
  /** Ends the sign-in of an organisation. */
  remove: async (organisation: string): Promise<void> => {
    await Providers.deleteOne({ _id: organisation }, under(viewer, 'remove'))
  },
  /** Sets an organisation's provider, whether it had one before or not. Says which. */
  put: async (provider: IdentityProvider): Promise<'added' | 'changed'> => {
    const { _id, ...change } = provider
    const { matchedCount } = await Providers.updateOne({ _id }, change, under(viewer, 'edit'))
    if (matchedCount === 1) return 'changed'
    await insert(Providers, viewer, [provider])
    return 'added'
  },
})
