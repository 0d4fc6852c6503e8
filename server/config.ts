import { resolve } from 'node:path'
import { z } from 'zod'
import { root } from './root.ts'

const anAddress = 'must be an address like https://subrosa.example.org, without a path'
const origin = z
  .url({ protocol: /^https?$/, error: anAddress, abort: true })
  .refine((value) => new URL(value).href === `${new URL(value).origin}/`, anAddress)
  .transform((value) => new URL(value).origin)
const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`
  return z.coerce.number({ error }).int(error).min(least, error).max(most, error)
}
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

const settings = z.object({
  PORT: wholeNumber(0, 65_535).default(3000),
  /** The address that people and identity providers use. */
  BASE_URL: origin,
  /** Where the embedded database keeps its files, when MONGODB_URI is not set. */
  DATA_DIR: z.string().min(1).default('data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters, for example from: openssl rand -hex 32'),
  SMTP_URL: z.string().regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://'),
  MAIL_FROM: z.string().regex(/^[^@]+@[^@]+$/, 'must be an e-mail address'),
  /** The public body that is responsible for the personal data, as the privacy notice names it. */
  CONTROLLER_NAME: z
    .string()
    .trim()
    .min(3, 'must be the name of a public body')
    .max(150, 'must be a name of 150 characters or fewer'),
  /** Where people write about their data and about accessibility: an e-mail address that somebody reads. */
  CONTROLLER_CONTACT: z.email({ error: 'must be an e-mail address' }),
  LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
  /** How many proxies stand in front; what they forward is believed. One where https is used, as it ends there. */
  TRUSTED_PROXIES: wholeNumber(0, 10).optional(),
})

export type Config = {
  readonly port: number
  readonly baseUrl: string
  readonly dataDir: string
  readonly mongodbUri: string | undefined
  readonly sessionSecret: string
  readonly smtpUrl: string
  readonly mailFrom: string
  /** Who answers for personal data and for accessibility: a name, and an e-mail address. */
  readonly controller: { readonly name: string; readonly contact: string }
  readonly logLevel: string
  readonly trustedProxies: number
  /** The fictitious forum with its own identity provider; never in production. */
  readonly demonstration: boolean
  /** Cookies with Secure and the __Host- prefix: whenever the service is reached over https. */
  readonly secure: boolean
}

/** Secrets of the demonstration begin with this; production refuses them. */
export const demonstrationSecret = 'demonstration-only-secret-not-for-production'

/** A message that names every missing or malformed setting. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings'
}

/**
 * Reads the settings: production ones, or with `demonstration` those of the demonstration with sensible values.
 * Throws BadSettings with one message that names every missing or malformed one.
 */
export function readConfig(env: NodeJS.ProcessEnv, demonstration: boolean): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const port = given['PORT'] ?? '3000'
  const assumed = {
    BASE_URL: `http://localhost:${port}`,
    SESSION_SECRET: demonstrationSecret,
    SMTP_URL: 'smtp://127.0.0.1:0',
    MAIL_FROM: 'subrosa@demonstration.example',
    CONTROLLER_NAME: 'NHS Deeholme and Mersham Integrated Care Board',
    CONTROLLER_CONTACT: 'data-protection@deeholme-icb.example',
    LOG_LEVEL: 'warn',
  }
  const parsed = settings.safeParse(demonstration ? { ...assumed, ...given } : given)
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message, code }) => {
        const name = path.join('.')
        return `${name}: ${code === 'invalid_type' && given[name] === undefined ? 'is missing' : message}`
      })
  const read = parsed.data
  if (!demonstration && given['SESSION_SECRET']?.startsWith('demonstration-only'))
    problems.push('SESSION_SECRET: is the demonstration’s, which everybody knows')
  if (!demonstration && given['BASE_URL']?.startsWith('http://'))
    problems.push('BASE_URL: must begin with https:// in production')
  if (!demonstration && read?.TRUSTED_PROXIES === 0)
    problems.push('TRUSTED_PROXIES: must be at least 1 in production, for the proxy at which https ends')
  if (read === undefined || problems.length > 0)
    throw new BadSettings(`The settings are not complete. ${problems.join('; ')}.`)
  const secure = read.BASE_URL.startsWith('https://')
  return {
    port: read.PORT,
    baseUrl: read.BASE_URL,
    dataDir: resolve(root, read.DATA_DIR),
    mongodbUri: read.MONGODB_URI,
    sessionSecret: read.SESSION_SECRET,
    smtpUrl: read.SMTP_URL,
    mailFrom: read.MAIL_FROM,
    controller: { name: read.CONTROLLER_NAME, contact: read.CONTROLLER_CONTACT },
    logLevel: read.LOG_LEVEL,
    trustedProxies: read.TRUSTED_PROXIES ?? (secure ? 1 : 0),
    demonstration,
    secure,
  }
}

/** The settings that a command needs: where the database is. Everything else has no meaning there. */
export function readDatabaseConfig(env: NodeJS.ProcessEnv): Pick<Config, 'dataDir' | 'mongodbUri'> {
  const read = settings.pick({ DATA_DIR: true, MONGODB_URI: true }).safeParse(env)
  if (!read.success)
    throw new BadSettings(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  return { dataDir: resolve(root, read.data.DATA_DIR), mongodbUri: read.data.MONGODB_URI }
}

/** The address of this service, for links that commands print: BASE_URL, else where the demonstration answers. */
export function readAddress(env: NodeJS.ProcessEnv): string {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const assumed = { BASE_URL: `http://localhost:${given['PORT'] ?? '3000'}` }
  const read = settings.pick({ BASE_URL: true }).safeParse({ ...assumed, ...given })
  if (!read.success) throw new BadSettings(`BASE_URL: ${anAddress}`)
  return read.data.BASE_URL
}

/** The passphrase of backups, for who does not type it. Never an argument, which everybody on the machine can read. */
export const backupPassphrase = (): string | undefined => process.env['SUBROSA_PASSPHRASE'] || undefined

/** This process's settings. The only reader of process.env. */
export const config = (demonstration: boolean): Config => readConfig(process.env, demonstration)
export const databaseConfig = (): Pick<Config, 'dataDir' | 'mongodbUri'> => readDatabaseConfig(process.env)
export const serviceAddress = (): string => readAddress(process.env)
