import { X509Certificate, createPrivateKey } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { demonstrationName } from '../../sso/demonstration.ts'
import { type Keys, makeKeys } from '../../sso/keyPair.ts'

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
