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
