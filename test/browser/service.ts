import { type RequestListener, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { identityProvidersFor } from '../../models/identityProvider.ts'
import { organisationsFor } from '../../models/organisation.ts'
import { peopleFor } from '../../models/person.ts'
import { type Running, makeApp } from '../../server/app.ts'
import { type Config, readConfig } from '../../server/config.ts'
import { recordOf, startProvider } from '../../server/demonstration/provider/app.ts'
import { type Keys, makeKeys } from '../../server/sso/keyPair.ts'
import type { Character } from '../../server/demonstration/provider/pages.ts'
import { makeLog } from '../../server/log.ts'
import type { Person } from '../../server/policy/terms.ts'
import { anOrganisation } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const

/** The application at http://localhost and an identity provider at http://127.0.0.1, each on a free port. */
export type Service = {
  /** The application's address, without a slash at its end. */
  readonly address: string
  readonly config: Config
  /** The organisation through which `mayPick` people sign in unless another is named. */
  readonly organisation: string
  /** Lets a person sign in through an organisation: as if a forum had invited them by its e-mail address. */
  mayPick(person: Person, organisation?: string): Promise<Character>
  /** Goes to a path as this person, signing in on the way, by clicking as people do. */
  signIn(page: Page, person: Person, path?: string): Promise<void>
  stop(): Promise<void>
}

let keys: Keys | undefined

/** Starts application and provider in this process, on the database of the tests. */
export async function startService(): Promise<Service> {
  let answer: RequestListener | undefined
  const server = await listen((req, res) => answer?.(req, res))
  const address = `http://localhost:${(server.address() as AddressInfo).port}`
  const config = readConfig({ PORT: '0', BASE_URL: address, LOG_LEVEL: 'silent' }, true)
  const running: Running = makeApp(config, makeLog('silent'))
  answer = running.app

  keys ??= await makeKeys('A provider for tests')
  const organisations: { slug: string; name: string; domain: string }[] = []
  const people: Character[] = []
  const provider = await startProvider({ baseUrl: address, organisations, people, keys }, 0)

  const introduce = async (slug: string): Promise<void> => {
    if (organisations.some((one) => one.slug === slug)) return
    const { name, domains } = await organisationsFor(operator).open(slug)
    organisations.push({ slug, name, domain: domains[0]! })
    await identityProvidersFor(operator).put(recordOf(slug, provider.address, keys!, new Date()))
  }
  const organisation = await anOrganisation(`Trust of the browser stories ${new URL(address).port}`)
  await introduce(organisation)

  const mayPick = async (person: Person, through = organisation): Promise<Character> => {
    await introduce(through)
    const { name: organisationName, domain } = organisations.find(({ slug }) => slug === through)!
    const email = `${person.person}@${domain}`
    const { revision } = await peopleFor(operator).open(person.person)
    await peopleFor(operator).edit(person.person, revision, { email, signsInThrough: through })
    const { name } = person
    const character = { name, email, role: 'Member', may: 'Takes part.', organisation: through, organisationName }
    people.push(character)
    return character
  }
  return {
    address,
    config,
    organisation,
    mayPick,
    signIn: async (page, person, path = '/') => {
      const character = people.find(({ email }) => email.startsWith(person.person)) ?? (await mayPick(person))
      await page.goto(`${address}/sign-in?returnTo=${encodeURIComponent(path)}`)
      await page.getByRole('link', { name: character.organisationName }).click()
      // Two people may have one name; their addresses differ.
      await page.locator(`button[name="person"][value="${character.email}"]`).click()
      await page.waitForURL((url) => url.origin === address && !url.pathname.startsWith('/sso/'))
    },
    stop: async () => {
      running.stop()
      await provider.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const listen = (answer: RequestListener): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(answer).listen(0, () => resolve(server))
  })
