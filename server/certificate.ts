import { X509Certificate } from 'node:crypto'

/** What people compare of a certificate: its SHA-256 fingerprint, and the last instant at which it holds. */
export type CertificateFacts = { readonly pem: string; readonly fingerprint: string; readonly expiresAt: Date }

/** Reads a certificate in PEM. Throws Error for what is none. */
export function certificateFacts(pem: string): CertificateFacts {
  const { fingerprint256, validTo } = new X509Certificate(pem)
  return { pem, fingerprint: fingerprint256, expiresAt: new Date(validTo) }
}

/** The certificate that holds longest: after it nothing that the provider signs should be trusted. */
export const lastToExpire = (pems: readonly string[]): CertificateFacts | undefined =>
  pems.map(certificateFacts).toSorted((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime())[0]

/** How many days before a certificate expires administrators are warned. */
const warnings = [7, 30, 60] as const

/** The warning that is due: the smallest of those numbers of days within which it ends; undefined when the end is farther away. */
export const warningDue = (expiresAt: Date, now: Date): (typeof warnings)[number] | undefined =>
  warnings.find((days) => expiresAt.getTime() - now.getTime() <= days * 86_400_000)
