/** A private key and its certificate, both in PEM. */
export type Keys = { readonly privateKey: string; readonly certificate: string }

/** A new RSA key and a certificate of this name for ten years, signed by itself. */
export async function makeKeys(commonName: string): Promise<Keys> {
  const { generate } = await import('selfsigned')
  const notAfterDate = new Date(Date.now() + 3650 * 86_400_000)
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keySize: 2048,
    algorithm: 'sha256',
    notAfterDate,
  })
  return { privateKey: made.private, certificate: made.cert }
}
