import { identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import type { Config } from '../config.ts'
import { loaded, mustLoad } from '../database/demonstration.ts'
import { migrate } from '../database/migrations/migrate.ts'
import { withoutSignIn } from './data/people.ts'
import { codePick, load, picks } from './load.ts'
import { catchMail, showMail } from './mail.ts'
import { charactersOf } from './people.ts'
import { type ProviderSettings, recordOf, startProvider } from './provider/app.ts'
import { demonstrationKeys } from './provider/keys.ts'
import type { Character } from './provider/pages.ts'

/** What the demonstration changes in the settings, what is printed when it is ready, and how it ends. */
export type Demonstration = { readonly config: Config; readonly welcome: string; stop(): Promise<void> }

const operator = { kind: 'service', name: 'operator' } as const

/**
 * Starts what stands around the application in the demonstration: fictitious data in an empty database, an identity
 * provider on 127.0.0.1 for every organisation but one, and a mail server that keeps what it is given.
 * @throws Error, one clear line, when the database holds something else
 */
export async function startDemonstration(settings: Config): Promise<Demonstration> {
  const making = demonstrationKeys(settings.dataDir)
  making.catch(() => undefined) // waited for below; until then a failure is nobody's
  if (await mustLoad(migrate)) {
    await load(new Date())
    await loaded()
  }
  const keys = await making
  const mail = await catchMail()
  showMail(mail)
  const people = await charactersOf(picks, new Date())
  const byCode = await charactersOf([codePick], new Date())
  const organisations = (await organisationsFor(operator).list())
    .filter(({ _id }) => !withoutSignIn.includes(_id))
    .map(({ _id, name, domains }) => ({ slug: _id, name, domain: domains[0] ?? `${_id}.example` }))
  const asked: ProviderSettings = { baseUrl: settings.baseUrl, organisations, people, keys }
  const provider = await startProvider(asked, settings.port === 0 ? 0 : settings.port + 1)
  const stop = async (): Promise<void> => {
    await provider.stop()
    await mail.stop()
  }
  await introduce(asked, provider.address).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    config: { ...settings, smtpUrl: mail.url },
    welcome: welcome(settings.baseUrl, provider.address, people, byCode),
    stop,
  }
}

/** Tells the service by which address and certificate each organisation's provider is known today. */
async function introduce({ organisations, keys }: ProviderSettings, address: string): Promise<void> {
  const providers = identityProvidersFor(operator)
  const known = new Map((await providers.list()).map((provider) => [provider._id, provider]))
  for (const before of new Set([...known.values()].map(({ entryPoint }) => new URL(entryPoint).origin)))
    if (before !== address && (await answers(before)))
      throw new Error(
        'The demonstration runs already on this data, at another port. Stop it, or set DATA_DIR to another.',
      )
  const records = organisations.map(({ slug }) => recordOf(slug, address, keys, new Date()))
  await providers.create(records.filter(({ _id }) => !known.has(_id)))
  for (const record of records) {
    const before = known.get(record._id)
    if (before === undefined) continue
    if (before.entryPoint !== record.entryPoint || before.certificates[0] !== record.certificates[0])
      await providers.put(record)
  }
}

/** Whether a provider of the demonstration answers there: one that was killed does not. */
const answers = async (address: string): Promise<boolean> =>
  address.startsWith('http://127.0.0.1:') &&
  fetch(`${address}/send.js`, { signal: AbortSignal.timeout(1000) }).then(
    ({ ok }) => ok,
    () => false,
  )

const welcome = (
  baseUrl: string,
  provider: string,
  people: readonly Character[],
  byCode: readonly Character[],
): string =>
  [
    '',
    `Subrosa, with a fictitious forum, answers at   ${baseUrl}`,
    `Its e-mails can be read at                     ${baseUrl}/demonstration/mail`,
    `Who can sign in is also listed at              ${provider}`,
    '',
    'Sign in through the organisation named; then pick the person. There are no passwords.',
    '',
    ...people.flatMap(({ name, role, organisationName, may }) => [
      `  ${name}: ${role}`,
      `      signs in through ${organisationName}`,
      `      ${may}`,
    ]),
    '',
    ...byCode.flatMap(({ name, role, email, may }) => [
      `  ${name}: ${role}`,
      `      signs in by a code: type ${email} at sign-in, and read the code among the e-mails`,
      `      ${may}`,
      '',
    ]),
    'Stop with Ctrl+C. What you do is kept; remove the data folder to begin again.',
    '',
  ].join('\n')
