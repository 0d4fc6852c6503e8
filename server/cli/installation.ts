import { z } from 'zod'
import { databaseConfig } from '../config.ts'
import { type OpenDatabase, openDatabase } from '../database/connect.ts'
import { migrate } from '../database/migrations/migrate.ts'
import { Refused } from '../errors.ts'
import { slug } from '../ids.ts'

/** As whom the commands act. */
export const operator = { kind: 'service', name: 'operator' } as const

/** The kinds of option that commands take. */
export const shortName = z
  .string({ error: 'is missing' })
  .refine((text) => slug.safeParse(text).success, 'must be a short name of small letters, digits and hyphens')
export const emailAddress = z.email({ error: 'must be an e-mail address' }).max(254).toLowerCase()
export const fullName = z
  .string({ error: 'is missing' })
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')

/** One of some words of the policy; `vice-chair` may be typed for `viceChair`. */
export const wordOf = <const Word extends string>(words: readonly Word[]) =>
  z
    .string({ error: `must be one of ${words.join(', ')}` })
    .transform((typed) => typed.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase()))
    .pipe(z.enum(words, { error: `must be one of ${words.join(', ')}` }))

/**
 * Checks a command's options.
 * @throws Error, one clear line that names every option that is wrong
 */
export function checked<Shape extends z.ZodObject>(options: Shape, given: object): z.output<Shape> {
  const read = options.safeParse(given)
  if (read.success) return read.data
  throw new Error(
    read.error.issues.map(({ path, message }) => `${optionOf(String(path[0] ?? ''))} ${message}`).join('; '),
  )
}

/** Runs work on the installation's database, running or stopped, as it is: no migration, no viewer. */
export async function onDatabase<Out>(work: (db: OpenDatabase['db']) => Promise<Out>): Promise<Out> {
  const { dataDir, mongodbUri } = databaseConfig()
  const database = await openDatabase({ mongodbUri, folder: dataDir })
  try {
    return await work(database.db)
  } finally {
    await database.close()
  }
}

/**
 * Runs a command's work on the installation, running or stopped.
 * @throws Error, one clear line that names the option, where an act refuses
 */
export async function onInstallation<Out>(work: (now: Date) => Promise<Out>): Promise<Out> {
  const { dataDir, mongodbUri } = databaseConfig()
  const database = await openDatabase({ mongodbUri, folder: dataDir })
  try {
    await migrate()
    return await work(new Date())
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Error(error.field === undefined ? error.message : `${optionOf(error.field)}: ${error.message}`, {
      cause: error,
    })
  } finally {
    await database.close()
  }
}

/** An option as it is typed: `--signs-in-through` for `signsInThrough`. */
const optionOf = (field: string): string =>
  field === 'slug' || field === 'shortName'
    ? 'SLUG'
    : `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
