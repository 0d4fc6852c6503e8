import { identityProvidersFor } from '../../models/identityProvider.ts'
import { warnOfCertificate } from '../acts/warnOfCertificate.ts'
import { lastToExpire, warningDue } from '../certificate.ts'
import { Stale } from '../errors.ts'

const reminders = { kind: 'service', name: 'reminders' } as const

/**
 * Warns administrators before the last certificate of a sign-in expires. May run as often as one likes and in several
 * processes at once: each warning goes out once, because it is noted in the transaction that sends it.
 */
export async function warnOfExpiry(now: Date): Promise<void> {
  for (const { _id, certificates, warned } of await identityProvidersFor(reminders).list()) {
    const last = lastToExpire(certificates)
    const days = last === undefined ? undefined : warningDue(last.expiresAt, now)
    if (days === undefined || warned?.includes(`${last?.fingerprint} ${days}`)) continue
    await warnOfCertificate(reminders, now, { organisation: _id }).catch((error: unknown) => {
      if (!(error instanceof Stale)) throw error
    })
  }
}
