import { X509Certificate, createPrivateKey } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { demonstrationName } from '../../sso/demonstration.ts'

/** A private key and its certificate, both in PEM. */
export type Keys = { readonly privateKey: string; readonly certificate: string }

/**
 * The key pair of the demonstration's identity provider: kept in the data folder, made when there is none. Its
 * certificate says that it is the demonstration's, so that production can refuse it.
 */
export async function demonstrationKeys(dataDir: string): Promise<Keys> {
  const file = join(dataDir, 'demonstration-keys.json')
  const kept = await readKeys(file)
  if (kept !== undefined) return kept
  const made = await makeKeys(demonstrationName)
  await mkdir(dataDir, { recursive: true })
  await writeFile(file, JSON.stringify(made), { mode: 0o600 })
  return made
}

const shape = z.object({ privateKey: z.string(), certificate: z.string() })

async function readKeys(file: string): Promise<Keys | undefined> {
  try {
    const { privateKey, certificate } = shape.parse(JSON.parse(await readFile(file, 'utf8')))
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey))
      ? { privateKey, certificate }
      : undefined
  } catch {
    return undefined // none yet, or half written when the machine stopped
  }
}

/** A new RSA key and a certificate of this name, signed by itself. */
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
