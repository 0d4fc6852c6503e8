import { expect } from 'chai'
import { generate } from 'selfsigned'
import { identityProvidersFor } from '../../models/identityProvider.ts'
import { tasksFor } from '../../models/task.ts'
import { importIdentityProvider } from '../../server/acts/importIdentityProvider.ts'
import { warnOfExpiry } from '../../server/jobs/expiry.ts'
import { makeKeys } from '../../server/sso/keyPair.ts'
import { signInLine } from '../../views/organisations/signIn.ts'
import { mailsAbout } from '../meetings.ts'
import { eventsOf, wordsOf } from '../membership.ts'
import { aProvider } from '../sso/provider.ts'
import { aForum, aPerson, browserOf } from '../world.ts'

const operator = { kind: 'service', name: 'operator' } as const
const providers = identityProvidersFor(operator)
const at = (organisation: string): string => `/administration/organisations/${organisation}/sign-in`

describe('A certificate that expires', () => {
  /** Long before those of every other test, which are therefore not told of. */
  const end = new Date(Date.now() + 400 * 86_400_000)
  let certificate: string
  before(async () => {
    const name = [{ name: 'commonName', value: 'A provider whose certificate expires' }]
    certificate = (await generate(name, { keySize: 2048, algorithm: 'sha256', notAfterDate: end })).cert
  })
  /** So many days before the end of the certificate. */
  const ahead = (days: number): Date => new Date(end.getTime() - days * 86_400_000 + 3_600_000)

  it('is told to every administrator 60, 30 and 7 days ahead, once each, and to nobody else', async () => {
    const { organisation } = await aProvider({ certificates: [certificate] })
    const admins = [await aPerson(null, 'member', 'independent', { office: 'administrator' })]
    admins.push(await aPerson(null, 'member', 'independent', { office: 'administrator' }))
    const others = [
      await aPerson(await aForum(), 'chair'),
      await aPerson(null, 'member', 'staff', { office: 'recordsOfficer' }),
    ]
    const told = async (): Promise<number[]> => {
      const mails = await mailsAbout(at(organisation))
      expect(new Set(mails.map(({ kind }) => kind)).size).to.be.at.most(1)
      return [...admins, ...others].map(({ person }) => mails.filter(({ to }) => to === person).length)
    }

    await warnOfExpiry(ahead(61))
    expect(await told()).to.deep.equal([0, 0, 0, 0])
    for (const [days, count] of [
      [60, 1],
      [45, 1],
      [30, 2],
      [8, 2],
      [7, 3],
      [1, 3],
    ] as const) {
      await Promise.all([warnOfExpiry(ahead(days)), warnOfExpiry(ahead(days))])
      expect(await told(), `${days} days`).to.deep.equal([count, count, 0, 0])
    }
    expect(await eventsOf('installation', organisation)).to.deep.equal(Array(3).fill('certificate expires'))

    const waiting = async (): Promise<string[]> =>
      (await tasksFor(admins[0]!).waiting(admins[0]!, 200))
        .filter(({ record }) => record === organisation)
        .map(({ title }) => title)
    expect(await waiting()).to.have.length(1)
    expect(wordsOf((await (await browserOf(admins[0]!)).get('/tasks')).text)).to.include((await waiting())[0])

    const renewed = await makeKeys('A renewed provider')
    const { entityId, entryPoint, logoutUrl } = await providers.open(organisation)
    const change = { _id: organisation, entityId, entryPoint, logoutUrl, certificates: [renewed.certificate] }
    await importIdentityProvider(operator, new Date(), change)
    expect(await waiting()).to.deep.equal([])
    await warnOfExpiry(ahead(1))
    expect((await told())[0]).to.equal(3)
  })

  it('is told on the organisation’s page, and not while a newer one is listed beside it', async () => {
    const { organisation } = await aProvider({ certificates: [certificate] })
    const provider = await providers.open(organisation)
    expect(signInLine(provider, ahead(61))).to.equal('It is set up.')
    expect(signInLine(provider, ahead(12))).to.include('in 11 days')
    expect(signInLine(provider, ahead(-2))).to.include('expired')
    const newer = { ...provider, certificates: [certificate, (await makeKeys('Newer')).certificate] }
    expect(signInLine(newer, new Date())).to.equal('It is set up.')
  })
})
