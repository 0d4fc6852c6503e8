import { X509Certificate } from 'node:crypto'
import { type IdentityProvider, identityProvidersFor } from '../../models/identityProvider.ts'

/** The name in every certificate of the demonstration's identity provider, by which production knows and refuses it. */
export const demonstrationName = 'Subrosa demonstration only'

/** Whether anybody could sign in as anybody here: the demonstration's certificate, or an address on this machine. */
export function isDemonstration({ certificates, entryPoint }: IdentityProvider): boolean {
  return /^https?:\/\/(localhost|127\.|\[::1\])/i.test(entryPoint) || certificates.some(isDemonstrationCertificate)
}

function isDemonstrationCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject.includes(`CN=${demonstrationName}`)
  } catch {
    return false // not a certificate at all: nobody can sign in by it
  }
}

/** Refuses to go on when the database holds the demonstration's identity provider. Throws one clear line. */
export async function refuseDemonstrationProviders(): Promise<void> {
  const providers = await identityProvidersFor({ kind: 'service', name: 'signIn' }).list()
  const wrong = providers.filter(isDemonstration).map(({ _id }) => _id)
  if (wrong.length > 0)
    throw new Error(
      `This database holds the demonstration’s sign-in, by which anybody is anybody (${wrong.slice(0, 5).join(', ')}${wrong.length > 5 ? ' …' : ''}). Use another database, or import the organisations’ own identity providers.`,
    )
}
